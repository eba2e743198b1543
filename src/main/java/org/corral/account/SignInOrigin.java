package org.corral.account;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Where a request comes from that signs somebody in, or shows a password.
 *
 * @param userAgent what the browser or program calls itself, cut to {@value #LONGEST} characters; shown to the owner of the
 *     account, so that they recognise the session
 * @param client the address of the client; empty where the server can't tell
 * @param deviceMarks what may be marks of {@link KnownDevices}, as the client sent them
 */
public record SignInOrigin(String userAgent, Optional<InetAddress> client, List<String> deviceMarks) {
    private static final int LONGEST = 300;

    public SignInOrigin {
        String printable = userAgent.replaceAll("[^\\x20-\\x7e]", "?");
        userAgent = printable.substring(0, Math.min(printable.length(), LONGEST));
        deviceMarks = List.copyOf(deviceMarks);
    }

    /** The address without the zone of an IPv6 address; empty text where it is unknown. */
    String address() {
        return client.map(InetAddress::getHostAddress).orElse("").replaceFirst("%.*", "");
    }
}
