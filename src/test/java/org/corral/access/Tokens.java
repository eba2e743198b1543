package org.corral.access;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.corral.settings.KeySettings;
import org.corral.settings.Role;
import org.corral.settings.TokenAlgorithm;
import org.corral.settings.TokenSettings;
import org.corral.storage.Database;
import org.corral.storage.TestDatabase;
import org.corral.token.KeyRing;
import org.corral.token.TokenIssuer;
import org.corral.token.TokenVerifier;

/** Issues and verifies tokens of one hour, with a key of its own. */
final class Tokens implements AutoCloseable {
    private static final KeySettings KEYS = new KeySettings(Optional.empty(), Duration.ofMinutes(5), Optional.empty());
    private static final TokenSettings SETTINGS =
            new TokenSettings(Duration.ofHours(1), TokenAlgorithm.EDDSA, "corral", "corral", 8192, 0, Optional.empty());

    private final Database database;
    private final KeyRing ring;
    private final Clock clock;

    Tokens(Path folder, Clock clock) throws Exception {
        this.database = TestDatabase.open(folder);
        this.ring = KeyRing.open(database, SETTINGS, KEYS, clock);
        this.clock = clock;
    }

    String issue(String accountId, Role role) {
        return new TokenIssuer(ring, SETTINGS, clock).issue(accountId, role, 0).text();
    }

    TokenVerifier verifier(Clock now) {
        return new TokenVerifier(ring, SETTINGS, now);
    }

    @Override
    public void close() {
        database.close();
    }
}
