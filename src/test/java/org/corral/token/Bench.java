package org.corral.token;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import org.corral.settings.Role;
import org.corral.settings.TokenAlgorithm;
import org.corral.settings.TokenSettings;
import org.corral.storage.Database;
import org.corral.timing.HandClock;
import org.corral.token.TokenRejectedException.Reason;

/** A verifier with a key in a real database, and a token that it takes. */
final class Bench implements AutoCloseable {
    static final TokenSettings SETTINGS = Given.settings(TokenAlgorithm.RS256);

    private final HandClock clock = new HandClock();
    private final Database database;
    private final RingKey key;
    private final String good;
    private final TokenVerifier verifier;

    private Bench(Database database) throws KeyRingException {
        KeyRing ring = KeyRing.open(database, SETTINGS, Given.KEYS, clock);
        this.database = database;
        this.key = ring.active();
        this.good = new TokenIssuer(ring, SETTINGS, clock)
                .issue("account-1", Role.USER, 0)
                .text();
        this.verifier = new TokenVerifier(ring, SETTINGS, clock);
    }

    static Bench open(Path folder) throws Exception {
        return new Bench(Given.database(folder));
    }

    RingKey key() {
        return key;
    }

    TokenVerifier verifier() {
        return verifier;
    }

    String good() {
        return good;
    }

    /** A part of the good token. */
    String part(int index) {
        return good.split("\\.", -1)[index];
    }

    Forgery forgery() {
        return new Forgery(key, clock.instant().getEpochSecond());
    }

    Reason rejection(String text) {
        return catchThrowableOfType(TokenRejectedException.class, () -> verifier.verify(text))
                .reason();
    }

    @Override
    public void close() {
        database.close();
    }
}
