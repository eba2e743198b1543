package org.corral.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** IP addresses written out. Whatever might be a host name is none: nothing here may ask a name server. */
public final class IpLiteral {
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
    private static final Pattern V4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    /** At least one colon: the JDK takes such a text for an address or for nothing. */
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F.]*:[0-9a-fA-F:.]*");

    private IpLiteral() {}

    /** An IPv6 address that stands for an IPv4 one ({@code ::ffff:10.0.0.1}) becomes that. */
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
