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

/** Reads origins of web pages, and writes each as browsers do (RFC 6454, 6.2). */
final class OriginList {
    /** Stands for all origins if it is alone, and for all of a scheme at the end of {@code moz-extension://*}. */
    static final String ANY = "*";

    private static final String ACCEPTED =
            "such as https://chat.example.org, several separated by commas; moz-extension://* for all of a scheme that is"
                    + " not the web's, or * alone, for tokens in a header only";

    private static final Pattern SCHEME = Pattern.compile("([a-z][a-z0-9+.-]*)://\\*", Pattern.CASE_INSENSITIVE);
    /** Schemes of pages from anywhere, or from no place in particular. */
    private static final Set<String> WEB = Set.of("http", "https", "ws", "wss", "ftp", "file", "data", "blob", "about");

    private OriginList() {}

    static Set<String> parse(String text) throws WrongValueException {
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
        return origins;
    }

    /** Desktop apps have a scheme of their own in place of http and https, which is accepted too. */
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
            boolean isDefault = (scheme.equals("http") && port == 80) || (scheme.equals("https") && port == 443);
            return scheme + "://" + host + (isDefault || port < 0 ? "" : ":" + port);
        } catch (URISyntaxException e) {
            throw new WrongValueException("is not an origin", ACCEPTED);
        }
    }
}
