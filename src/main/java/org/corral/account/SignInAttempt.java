package org.corral.account;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.corral.http.ClientAddress;

/**
 * The counts to which one try to sign in belongs.
 *
 * @param own of the account, from this address or on this device
 * @param devices of the account, on all known devices together
 * @param address of all accounts, from this address
 * @param account of the account, from all addresses
 */
record SignInAttempt(String own, Optional<String> devices, Optional<String> address, Optional<String> account) {
    /** A known device has counts of its own: guesses by others at its address or at its account do not matter. */
    static SignInAttempt onDevice(String device, String account) {
        return new SignInAttempt(
                id("device", device, account), Optional.of(id("devices", account)), Optional.empty(), Optional.empty());
    }

    static SignInAttempt from(Optional<InetAddress> client, String account) {
        String place = ClientAddress.place(client);
        return new SignInAttempt(
                id("pair", place, account),
                Optional.empty(),
                Optional.of(id("address", place)),
                Optional.of(id("account", account)));
    }

    /** In the order in which they are counted. */
    List<String> ids() {
        return Stream.of(Optional.of(own), devices, address, account)
                .flatMap(Optional::stream)
                .toList();
    }

    private static String id(String... parts) {
        try {
            byte[] text = String.join("\n", parts).getBytes(StandardCharsets.UTF_8);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
