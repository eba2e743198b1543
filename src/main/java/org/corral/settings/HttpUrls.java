package org.corral.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** The URLs in settings: http or https and a host, in one form for each server. */
final class HttpUrls {
    static final String OLLAMA = "such as http://127.0.0.1:11434, several separated by commas";
    private static final String PUBLIC = "such as https://ai.example.org or https://example.org/corral";

    private HttpUrls() {}

    /** An Ollama server, without a path. */
    static URI parseOllamaUrl(String text) throws WrongValueException {
        URI url = parse(text, OLLAMA);
        if (!url.getRawPath().isEmpty()) {
            throw new WrongValueException("has a path, but Corral adds /api and /v1 itself", OLLAMA);
        }
        if (isUncheckable(url)) {
            throw new WrongValueException(
                    "has https and an underscore in the host, for which Java takes no certificate", OLLAMA);
        }
        return url;
    }

    /** Where people reach Corral, without a slash at its end. */
    static URI parsePublicUrl(String text) throws WrongValueException {
        return parse(text, PUBLIC);
    }

    /** Java checks TLS certificates for host names of RFC 952 only, which have no underscore. */
    private static boolean isUncheckable(URI url) {
        return url.getScheme().equals("https")
                && HostAndPort.of(url).filter(HostAndPort::hasUnderscore).isPresent();
    }

    static void requireOllamaUrl(URI url) {
        require("url", url);
        if (isUncheckable(url)) {
            throw new IllegalArgumentException("url has https and an underscore");
        }
        if (!url.getRawPath().isEmpty()) {
            throw new IllegalArgumentException("url has a path");
        }
    }

    static void require(String name, URI url) {
        try {
            // Compared as texts, because URIs are equal whose hosts differ in upper and lower case.
            if (!parse(url.toString(), "").toString().equals(url.toString())) {
                throw new IllegalArgumentException(name + " is not in its shortest form");
            }
        } catch (WrongValueException e) {
            throw new IllegalArgumentException(name + " " + e.problem(), e);
        }
    }

    private static URI parse(String text, String accepted) throws WrongValueException {
        try {
            URI url = new URI(text);
            String problem = problem(url);
            if (!problem.isEmpty()) {
                throw new WrongValueException(problem, accepted);
            }
            String path = url.getRawPath().replaceFirst("/+$", "");
            HostAndPort written = HostAndPort.of(url).orElseThrow();
            HostAndPort meant = new HostAndPort(reachable(written.host()), written.port());
            return new URI(url.getScheme().toLowerCase(Locale.ROOT) + "://" + meant.text() + path);
        } catch (URISyntaxException e) {
            throw new WrongValueException("is not a URL", accepted);
        }
    }

    private static String problem(URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            return "does not begin with http:// or https://";
        }
        if (url.getRawUserInfo() != null
                || String.valueOf(url.getRawAuthority()).contains("@")) {
            return "holds a user name or password, which have no place in it";
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            return "has a query or a fragment";
        }
        Optional<HostAndPort> server = HostAndPort.of(url);
        if (server.isEmpty()) {
            return "has a host or port that is not legal in a URL (hosts have letters, digits, hyphens, underscores, dots)";
        }
        if (server.get().port().stream().anyMatch(port -> port == 0 || port > 65535)) {
            return "has a port that is not within 1 to 65535";
        }
        return "";
    }

    /** In OLLAMA_HOST the address 0.0.0.0 means to listen on all addresses. Nobody can connect to it. */
    private static String reachable(String host) {
        return switch (host) {
            case "0.0.0.0" -> "127.0.0.1";
            case "[::]" -> "[::1]";
            default -> host.toLowerCase(Locale.ROOT);
        };
    }
}
