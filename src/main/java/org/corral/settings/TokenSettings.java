package org.corral.settings;

import static org.corral.settings.Setting.SECRET;
import static org.corral.settings.Setting.TOKEN_ALGORITHM;
import static org.corral.settings.Setting.TOKEN_AUDIENCE;
import static org.corral.settings.Setting.TOKEN_CACHE;
import static org.corral.settings.Setting.TOKEN_ISSUER;
import static org.corral.settings.Setting.TOKEN_LIFETIME;
import static org.corral.settings.Setting.TOKEN_MAX_LENGTH;

import java.time.Duration;
import java.util.Optional;

/**
 * How tokens are issued and verified.
 *
 * @param lifetime 1 s to 3650 days; zero for tokens without an end
 * @param maxLength 1024 to 65536 characters
 * @param cacheSize 0 to 1000000 verified tokens
 * @param secret at least 16 characters; without it the signing keys are not encrypted in the database
 */
public record TokenSettings(
        Duration lifetime,
        TokenAlgorithm algorithm,
        String issuer,
        String audience,
        int maxLength,
        int cacheSize,
        Optional<Secret> secret) {
    static final int SHORTEST_SECRET = 16;
    private static final Range<Duration> LIFETIME = new Range<>(Duration.ofSeconds(1), Duration.ofDays(3650));
    private static final Range<Integer> MAX_LENGTH = new Range<>(1024, 65536);
    private static final Range<Integer> CACHE_SIZE = new Range<>(0, 1_000_000);

    public TokenSettings {
        if (!lifetime.isZero()) {
            LIFETIME.require("lifetime", lifetime);
        }
        Texts.require("issuer", issuer);
        Texts.require("audience", audience);
        MAX_LENGTH.require("maxLength", maxLength);
        CACHE_SIZE.require("cacheSize", cacheSize);
        if (secret.isPresent() && secret.get().reveal().length() < SHORTEST_SECRET) {
            throw new IllegalArgumentException("secret is too short");
        }
    }

    static TokenSettings read(SettingReader in) {
        return new TokenSettings(
                in.required(TOKEN_LIFETIME, TokenSettings::parseLifetime),
                in.choice(TOKEN_ALGORITHM, TokenAlgorithm.values(), TokenAlgorithm::text),
                in.text(TOKEN_ISSUER),
                in.text(TOKEN_AUDIENCE),
                in.number(TOKEN_MAX_LENGTH, MAX_LENGTH),
                in.number(TOKEN_CACHE, CACHE_SIZE),
                in.secret(SECRET, SHORTEST_SECRET));
    }

    /** Whether tokens have no end. Only then is a token without an end valid. */
    public boolean endless() {
        return lifetime.isZero();
    }

    /**
     * Parses a lifetime; zero for tokens without an end.
     *
     * @return empty if the text is no duration, or out of range
     */
    public static Optional<Duration> lifetimeOf(String text) {
        try {
            return Optional.of(parseLifetime(text));
        } catch (WrongValueException e) {
            return Optional.empty();
        }
    }

    /** The text that {@link #lifetimeOf} parses as this lifetime. */
    public static String lifetimeText(Duration lifetime) {
        return lifetime.isZero() ? "-1" : Durations.text(lifetime);
    }

    /** Open WebUI takes -1 and 0 for a token that never expires. */
    private static Duration parseLifetime(String text) throws WrongValueException {
        if (text.matches("-1|0(w|d|h|m|s|ms)?")) {
            return Duration.ZERO;
        }
        return LIFETIME.accept(Durations.parse(text));
    }
}
