package org.corral.settings;

import static org.corral.settings.Setting.AUTH;
import static org.corral.settings.Setting.SIGNIN_TRIES;
import static org.corral.settings.Setting.SIGNIN_TRIES_PER_ADDRESS;
import static org.corral.settings.Setting.SIGNIN_WINDOW;
import static org.corral.settings.Setting.TRUSTED_PROXIES;

import java.time.Duration;
import java.util.List;

/**
 * Whether people sign in, how often somebody may guess, and how it is told who guesses.
 *
 * @param tries 1 to 1000000 for one account from one address within the window
 * @param triesPerAddress as many for all accounts together from one address
 * @param window 1 s to 1 d
 * @param trustedProxies whose word on the address of the client is taken
 */
public record SignInSettings(
        AuthMode auth, int tries, int triesPerAddress, Duration window, List<Network> trustedProxies) {
    private static final Range<Integer> TRIES = new Range<>(1, 1_000_000);
    private static final Range<Duration> WINDOW = new Range<>(Duration.ofSeconds(1), Duration.ofDays(1));

    public SignInSettings {
        TRIES.require("tries", tries);
        TRIES.require("triesPerAddress", triesPerAddress);
        WINDOW.require("window", window);
        trustedProxies = List.copyOf(trustedProxies);
    }

    static SignInSettings read(SettingReader in) {
        return new SignInSettings(
                in.required(AUTH, AuthMode::parse),
                in.number(SIGNIN_TRIES, TRIES),
                in.number(SIGNIN_TRIES_PER_ADDRESS, TRIES),
                in.duration(SIGNIN_WINDOW, WINDOW),
                in.optional(TRUSTED_PROXIES, Network::parseAll).orElse(List.of()));
    }
}
