package org.corral.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Parses IP addresses. A text that might be a host name is refused, since nothing here may ask a name server. */
public final class IpLiteral {
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
    private static final Pattern V4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    /** Has at least one colon: the JDK never looks up such a text as a host name. */
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F.]*:[0-9a-fA-F:.]*");

    private IpLiteral() {}

    /** An IPv6 address that stands for an IPv4 address ({@code ::ffff:10.0.0.1}) is returned as the latter. */
    public static Optional<InetAddress> parse(String text) {
        // A server may add the zone of a link-local address (RFC 4007, 11).
        String bare = text.split("%", 2)[0];
        if (!V4.matcher(bare).matches() && !V6.matcher(bare).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(bare));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
