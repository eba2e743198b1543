package org.corral.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The pages of other origins that may read answers, as browsers name them in the field {@code Origin}: scheme, host and
 * port, without the port that goes without saying. {@code *} stands alone and means all, {@code moz-extension://*} all of this
 * scheme, for each installation of an extension has a host of its own there; but neither ever with credentials.
 */
public record CorsOrigins(Set<String> origins) {
    private static final String ANY = "*";
    private static final String ACCEPTED =
            "such as https://chat.example.org, several separated by commas; moz-extension://* for all of a scheme that is"
                    + " not the web's, or * alone, for tokens in a header only";

    private static final Pattern SCHEME = Pattern.compile("([a-z][a-z0-9+.-]*)://\\*", Pattern.CASE_INSENSITIVE);
    /** Of pages from anywhere, or from no place in particular. */
    private static final Set<String> WEB = Set.of("http", "https", "ws", "wss", "ftp", "file", "data", "blob", "about");

    private static final Pattern ORIGIN = Pattern.compile("([a-z][a-z0-9+.-]*://)[^/?#@\\s*\"\\\\]+");

    public CorsOrigins {
        origins = Set.copyOf(origins);
        if (origins.contains(ANY) && origins.size() > 1) {
            throw new IllegalArgumentException("* stands with others");
        }
    }

    /** Nobody. */
    public static CorsOrigins none() {
        return new CorsOrigins(Set.of());
    }

    static CorsOrigins parse(String text) throws WrongValueException {
        List<String> parts = Stream.of(text.split("[,;\\s]+"))
                .filter(part -> !part.isEmpty())
                .toList();
        if (parts.contains(ANY) && parts.size() > 1) {
            throw new WrongValueException("has * and others", ACCEPTED);
        }
        Set<String> origins = new LinkedHashSet<>();
        for (String part : parts) {
            origins.add(part.equals(ANY) ? ANY : canonical(part));
        }
        return new CorsOrigins(origins);
    }

    /** As browsers write it (RFC 6454, 6.2); an app in a shell has a scheme of its own, which is no less exact. */
    private static String canonical(String text) throws WrongValueException {
        Matcher whole = SCHEME.matcher(text);
        if (whole.matches() && !WEB.contains(whole.group(1).toLowerCase(Locale.ROOT))) {
            return text.toLowerCase(Locale.ROOT);
        }
        try {
            URI uri = new URI(text);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            HostAndPort server = HostAndPort.of(uri)
                    .filter(found -> (scheme + "://" + found.text()).equalsIgnoreCase(text))
                    .orElseThrow(() -> new WrongValueException(
                            "is not an origin: scheme, host and perhaps a port, no path", ACCEPTED));
            String host = server.host().toLowerCase(Locale.ROOT);
            int port = server.port().orElse(-1);
            boolean unsaid = (scheme.equals("http") && port == 80) || (scheme.equals("https") && port == 443);
            return scheme + "://" + host + (unsaid || port < 0 ? "" : ":" + port);
        } catch (URISyntaxException e) {
            throw new WrongValueException("is not an origin", ACCEPTED);
        }
    }

    /** Whether every page may read what a request without credentials gets. */
    public boolean any() {
        return origins.contains(ANY);
    }

    /** Whether this very origin was named; then its pages may send the cookie, too. */
    public boolean names(String origin) {
        return !origin.endsWith(ANY) && origins.contains(origin);
    }

    /** Whether it was named, or is of a scheme that was: then its pages may read what they get without credentials. */
    public boolean admits(String origin) {
        Matcher parts = ORIGIN.matcher(origin);
        return names(origin) || (parts.matches() && origins.contains(parts.group(1) + ANY));
    }
}
