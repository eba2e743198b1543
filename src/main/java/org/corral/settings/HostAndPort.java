package org.corral.settings;

import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Of a URL, names with an underscore among them: RFC 3986, 3.2.2 allows one, and Docker gives such names to containers, but
 * {@link URI} finds no host there.
 *
 * @param host a name, or an address; one of IPv6 in brackets
 * @param port empty where the scheme's own is meant
 */
public record HostAndPort(String host, OptionalInt port) {
    private static final String LABEL = "[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?";
    private static final Pattern WITH_UNDERSCORE =
            Pattern.compile("(?=[^:]*_)(" + LABEL + "(?:\\." + LABEL + ")*\\.?)(?::([0-9]{1,5}))?");

    /** Empty if it has none, or one that no server can have. */
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

    /** As a URL has it. */
    String text() {
        return port.isPresent() ? host + ":" + port.getAsInt() : host;
    }
}
