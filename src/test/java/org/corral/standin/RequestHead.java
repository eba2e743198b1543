package org.corral.standin;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Request line and headers, as they came. */
record RequestHead(String method, String target, String version, List<Header> headers) {
    private static final int MAX_HEADERS = 200;

    RequestHead {
        headers = List.copyOf(headers);
    }

    static RequestHead read(Wire wire) throws IOException {
        List<String> words = List.of(wire.readLine().split(" ", -1));
        if (words.size() != 3 || !words.get(2).startsWith("HTTP/1.")) {
            throw new BadRequest("request line");
        }
        List<Header> headers = new ArrayList<>();
        for (String line = wire.readLine(); !line.isEmpty(); line = wire.readLine()) {
            int colon = line.indexOf(':');
            if (colon < 1 || line.charAt(colon - 1) == ' ' || headers.size() == MAX_HEADERS) {
                throw new BadRequest("header line");
            }
            headers.add(new Header(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return new RequestHead(words.get(0), words.get(1), words.get(2), headers);
    }

    Optional<String> header(String name) {
        return headers.stream().filter(h -> h.is(name)).map(Header::value).findFirst();
    }

    boolean has(String name, String token) {
        return headers.stream().anyMatch(h -> h.is(name) && h.value().equalsIgnoreCase(token));
    }

    boolean keepAlive() {
        return version.equals("HTTP/1.1") && !has("Connection", "close");
    }

    /** Decoded, as Ollama's router sees it; without the query. */
    String path() {
        String path = target.split("\\?", 2)[0].replaceFirst("^https?://[^/]*", "");
        try {
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return path;
        }
    }
}
