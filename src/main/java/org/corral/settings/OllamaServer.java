package org.corral.settings;

import java.net.URI;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * One of the Ollama servers.
 *
 * @param url http or https, host, perhaps a port, and no path, not even a slash
 * @param name for admins and logs: letters, digits, dots, colons, hyphens, underscores, brackets
 * @param weight 1 to 1000: its share of requests, relative to the other servers
 * @param parallel 1 to 65535 requests at once; empty if only {@code corral.requests-per-server} limits them
 */
public record OllamaServer(URI url, String name, int weight, OptionalInt parallel) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:\\[\\]-]{1,100}");
    static final Range<Integer> WEIGHT = new Range<>(1, 1000);
    static final Range<Integer> PARALLEL = new Range<>(1, 65535);

    public OllamaServer {
        HttpUrls.requireOllamaUrl(url);
        if (!isName(name)) {
            throw new IllegalArgumentException("name has other characters");
        }
        WEIGHT.require("weight", weight);
        parallel.ifPresent(most -> PARALLEL.require("parallel", most));
    }

    /** A server without options, whose name is its host and port. */
    public static OllamaServer of(URI url) {
        return new OllamaServer(url, url.getRawAuthority(), 1, OptionalInt.empty());
    }

    public HostAndPort address() {
        return HostAndPort.of(url).orElseThrow();
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }
}
