package org.corral.http;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The path of a request, and the faults of its slashes.
 *
 * @param segments that are not empty, in lower case
 */
record RequestPath(String path, List<String> segments) {
    RequestPath {
        segments = List.copyOf(segments);
    }

    static RequestPath of(String path) {
        return new RequestPath(path, segments(path.toLowerCase(Locale.ROOT)));
    }

    static List<String> segments(String path) {
        return Arrays.stream(path.split("/", -1))
                .filter(each -> !each.isEmpty())
                .toList();
    }

    /** Whether the path has more than words and slashes, which no base address has. */
    boolean isCrooked() {
        return path.chars().anyMatch(c -> c == '%' || c == ';' || c == '\\')
                || segments.contains(".")
                || segments.contains("..");
    }

    boolean hasSlashAtEnd() {
        return path.length() > 1 && path.endsWith("/");
    }

    boolean hasTwoSlashes() {
        return path.contains("//");
    }

    /**
     * Says which slash is too many, as a sentence with a blank at its end; empty text if none is.
     *
     * @param slashAtEnd whether the right path ends with a slash
     */
    String slashFault(boolean slashAtEnd) {
        if (path.startsWith("//")) {
            return "The path has two slashes at its beginning, where one belongs. ";
        }
        int two = path.indexOf("//");
        if (two > 0 && two + 2 < path.length()) {
            return "The path has two slashes after segment "
                    + segments(path.substring(0, two)).size() + ", where one belongs. ";
        }
        return hasSlashAtEnd() && !slashAtEnd ? "The path has a slash too many at its end. " : "";
    }
}
