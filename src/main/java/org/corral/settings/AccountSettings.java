package org.corral.settings;

import static org.corral.settings.Setting.ACCOUNT_CACHE;
import static org.corral.settings.Setting.DEFAULT_ROLE;
import static org.corral.settings.Setting.OUTAGE_GRACE;
import static org.corral.settings.Setting.PASSWORD_ITERATIONS;
import static org.corral.settings.Setting.PASSWORD_QUEUE;
import static org.corral.settings.Setting.SIGNUP;

import java.time.Duration;
import java.util.Optional;

/**
 * How people get accounts, and how passwords are hashed.
 *
 * @param passwordIterations 210000 to 10000000 rounds of PBKDF2 with HmacSHA512
 * @param passwordQueue 1 to 1000 sign-ins that may wait for a core
 * @param cacheFor 0 to 10 s for which an account is cached; another node may change it meanwhile
 * @param outageGrace 0 to 12 h for which callers who were let in before still pass while the database is away
 */
public record AccountSettings(
        Optional<FirstAdmin> firstAdmin,
        SignupPolicy signup,
        Role defaultRole,
        int passwordIterations,
        int passwordQueue,
        Duration cacheFor,
        Duration outageGrace) {
    // OWASP recommends the least; the most keeps a typing mistake from making each sign-in take minutes.
    private static final Range<Integer> ITERATIONS = new Range<>(210_000, 10_000_000);
    private static final Range<Integer> QUEUE = new Range<>(1, 1000);
    private static final Range<Duration> CACHE_FOR = new Range<>(Duration.ZERO, Duration.ofSeconds(10));
    private static final Range<Duration> OUTAGE_GRACE_RANGE = new Range<>(Duration.ZERO, Duration.ofHours(12));

    public AccountSettings {
        ITERATIONS.require("passwordIterations", passwordIterations);
        QUEUE.require("passwordQueue", passwordQueue);
        CACHE_FOR.require("cacheFor", cacheFor);
        OUTAGE_GRACE_RANGE.require("outageGrace", outageGrace);
    }

    static AccountSettings read(SettingReader in) {
        return new AccountSettings(
                FirstAdmin.read(in),
                in.required(SIGNUP, SignupPolicy::parse),
                in.choice(DEFAULT_ROLE, Role.values(), Role::text),
                in.number(PASSWORD_ITERATIONS, ITERATIONS),
                in.number(PASSWORD_QUEUE, QUEUE),
                in.duration(ACCOUNT_CACHE, CACHE_FOR),
                in.duration(OUTAGE_GRACE, OUTAGE_GRACE_RANGE));
    }
}
