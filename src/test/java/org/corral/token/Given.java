package org.corral.token;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.corral.settings.KeySettings;
import org.corral.settings.Secret;
import org.corral.settings.TokenAlgorithm;
import org.corral.settings.TokenSettings;
import org.corral.storage.Database;
import org.corral.storage.StorageException;
import org.corral.storage.TestDatabase;

/** What the tests begin with. */
final class Given {
    static final Secret SECRET = new Secret("a secret of some length");
    static final Duration LIFETIME = Duration.ofHours(1);

    static final KeySettings KEYS =
            new KeySettings(Optional.of(Duration.ofDays(90)), Duration.ofMinutes(5), Optional.empty());

    private Given() {}

    static Database database(Path folder) throws StorageException {
        return TestDatabase.open(folder);
    }

    static TokenSettings settings(TokenAlgorithm algorithm) {
        return settings(algorithm, Optional.empty());
    }

    static TokenSettings settings(TokenAlgorithm algorithm, Optional<Secret> secret) {
        return new TokenSettings(LIFETIME, algorithm, "issuer", "audience", 4096, 100, secret);
    }

    static TokenSettings living(TokenAlgorithm algorithm, Duration lifetime) {
        return new TokenSettings(lifetime, algorithm, "issuer", "audience", 4096, 100, Optional.empty());
    }

    static TokenSettings cacheOf(int size) {
        return new TokenSettings(LIFETIME, TokenAlgorithm.ES256, "issuer", "audience", 4096, size, Optional.empty());
    }
}
