package org.corral.settings;

import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Host and port of a URL. The name may have an underscore, which RFC 3986, 3.2.2 allows and which Docker's names of
 * containers have, but in which {@link URI} finds no host.
 *
 * @param host a name or an address; an IPv6 address in brackets
 * @param port empty for the default port of the scheme
 */
public record HostAndPort(String host, OptionalInt port) {
    private static final String LABEL = "[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?";
    private static final Pattern WITH_UNDERSCORE =
            Pattern.compile("(?=[^:]*_)(" + LABEL + "(?:\\." + LABEL + ")*\\.?)(?::([0-9]{1,5}))?");

    /** Empty if the URL has no host, or a host or port that no server can have. */
    public static Optional<HostAndPort> of(URI url) {
        if (url.getHost() != null) {
            return Optional.of(new HostAndPort(
                    url.getHost(), url.getPort() < 0 ? OptionalInt.empty() : OptionalInt.of(url.getPort())));
        }
        Matcher matcher = WITH_UNDERSCORE.matcher(
                Optional.ofNullable(url.getRawAuthority()).orElse(""));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String port = matcher.group(2);
        return Optional.of(new HostAndPort(
                matcher.group(1), port == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(port))));
    }

    boolean hasUnderscore() {
        return host.contains("_");
    }

    /** The text as it stands in a URL. */
    String text() {
        return port.isPresent() ? host + ":" + port.getAsInt() : host;
    }
}
