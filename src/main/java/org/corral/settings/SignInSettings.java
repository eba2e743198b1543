package org.corral.settings;

import static org.corral.settings.Setting.AUTH;
import static org.corral.settings.Setting.MAX_SIGNED_OUT;
import static org.corral.settings.Setting.SIGNIN_TRIES;
import static org.corral.settings.Setting.SIGNIN_TRIES_ON_DEVICES;
import static org.corral.settings.Setting.SIGNIN_TRIES_PER_ADDRESS;
import static org.corral.settings.Setting.SIGNIN_WINDOW;
import static org.corral.settings.Setting.TRUSTED_PROXIES;

import java.time.Duration;
import java.util.List;

/**
 * Whether people sign in, how often passwords may be guessed, and how clients are told apart.
 *
 * @param tries 1 to 1000000 for one account from one address within the window
 * @param triesPerAddress 1 to 1000000 for all accounts together from one address
 * @param triesOnDevices 1 to 1000000 for one account from all its known devices together
 * @param window 1 s to 1 d
 * @param deviceLife 1 h to 400 d for which a device is known
 * @param mostSignedOut 10 to 1000000 tokens of one account that are remembered as signed out
 * @param trustedProxies that are trusted to name the address of the client
 */
public record SignInSettings(
        AuthMode auth,
        int tries,
        int triesPerAddress,
        int triesOnDevices,
        Duration window,
        Duration deviceLife,
        int mostSignedOut,
        List<Network> trustedProxies) {
    private static final Range<Integer> TRIES = new Range<>(1, 1_000_000);
    private static final Range<Duration> WINDOW = new Range<>(Duration.ofSeconds(1), Duration.ofDays(1));

    // Browsers keep a cookie for 400 days at most (RFC 6265bis, 5.5).
    private static final Range<Duration> DEVICE_LIFE = new Range<>(Duration.ofHours(1), Duration.ofDays(400));
    private static final Range<Integer> SIGNED_OUT = new Range<>(10, 1_000_000);

    public SignInSettings {
        TRIES.require("tries", tries);
        TRIES.require("triesPerAddress", triesPerAddress);
        TRIES.require("triesOnDevices", triesOnDevices);
        WINDOW.require("window", window);
        DEVICE_LIFE.require("deviceLife", deviceLife);
        SIGNED_OUT.require("mostSignedOut", mostSignedOut);
        trustedProxies = List.copyOf(trustedProxies);
    }

    static SignInSettings read(SettingReader in) {
        return new SignInSettings(
                in.required(AUTH, AuthMode::parse),
                in.number(SIGNIN_TRIES, TRIES),
                in.number(SIGNIN_TRIES_PER_ADDRESS, TRIES),
                in.number(SIGNIN_TRIES_ON_DEVICES, TRIES),
                in.duration(SIGNIN_WINDOW, WINDOW),
                in.duration(Setting.DEVICE_LIFE, DEVICE_LIFE),
                in.number(MAX_SIGNED_OUT, SIGNED_OUT),
                in.optional(TRUSTED_PROXIES, Network::parseAll).orElse(List.of()));
    }
}
