package org.corral.wire;

import java.util.List;
import java.util.Optional;

/** Status line and header lines as they came. */
public record RawHead(String statusLine, List<String> lines) {
    public RawHead {
        lines = List.copyOf(lines);
    }

    public int status() {
        List<String> words = List.of(statusLine.split(" ", 3));
        return Integer.parseInt(words.get(1));
    }

    /** The value of the first header of this name. */
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    public List<String> headers(String name) {
        return lines.stream()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }

    boolean chunked() {
        return header("Transfer-Encoding").filter("chunked"::equalsIgnoreCase).isPresent();
    }
}
