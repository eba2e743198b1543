package org.corral.settings;

import static org.corral.settings.Setting.ACCOUNT_CACHE;
import static org.corral.settings.Setting.DEFAULT_ROLE;
import static org.corral.settings.Setting.PASSWORD_ITERATIONS;
import static org.corral.settings.Setting.PASSWORD_QUEUE;
import static org.corral.settings.Setting.SIGNUP;

import java.time.Duration;
import java.util.Optional;

/**
 * Who gets an account, and how passwords are kept.
 *
 * @param passwordIterations 210000 to 10000000 rounds of PBKDF2 with HmacSHA512
 * @param passwordQueue 1 to 1000 sign-ins that may wait for a core
 * @param cacheFor 0 to 10 s for which an account is believed that another node may have changed
 */
public record AccountSettings(
        Optional<FirstAdmin> firstAdmin,
        SignupPolicy signup,
        Role defaultRole,
        int passwordIterations,
        int passwordQueue,
        Duration cacheFor) {
    // The least is what OWASP asks for; the most keeps a slip of the finger from taking minutes for each sign-in.
    private static final Range<Integer> ITERATIONS = new Range<>(210_000, 10_000_000);
    private static final Range<Integer> QUEUE = new Range<>(1, 1000);
    private static final Range<Duration> CACHE_FOR = new Range<>(Duration.ZERO, Duration.ofSeconds(10));

    public AccountSettings {
        ITERATIONS.require("passwordIterations", passwordIterations);
        QUEUE.require("passwordQueue", passwordQueue);
        CACHE_FOR.require("cacheFor", cacheFor);
    }

    static AccountSettings read(SettingReader in) {
        return new AccountSettings(
                FirstAdmin.read(in),
                in.required(SIGNUP, SignupPolicy::parse),
                in.choice(DEFAULT_ROLE, Role.values(), Role::text),
                in.number(PASSWORD_ITERATIONS, ITERATIONS),
                in.number(PASSWORD_QUEUE, QUEUE),
                in.duration(ACCOUNT_CACHE, CACHE_FOR));
    }
}
