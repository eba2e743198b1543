package org.corral.page;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.corral.http.WholeResponse;

/** One file in memory, plain and compressed. It is immutable, so that any number of requests may send it at once. */
final class PageFile {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html",
            "css", "text/css",
            "js", "text/javascript",
            "mjs", "text/javascript",
            "json", "application/json",
            "svg", "image/svg+xml");

    private final String type;
    private final byte[] plain;
    private final byte[] compressed;

    PageFile(String path, byte[] bytes) {
        this.type = TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), "application/octet-stream");
        this.plain = bytes.clone();
        this.compressed = compress(bytes);
    }

    /** Whether a path names a file of a kind that pages are made of. */
    static boolean isKnown(String path) {
        return TYPES.containsKey(path.substring(path.lastIndexOf('.') + 1));
    }

    private static byte[] compress(byte[] bytes) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream gzip = new BestGzip(compressed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    /** Slow, but runs once for each file, at start. */
    private static final class BestGzip extends GZIPOutputStream {
        BestGzip(OutputStream to) throws IOException {
            super(to);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }

    byte[] plain() {
        return plain.clone();
    }

    /** Sends the file as {@link WholeResponse} does. */
    void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType(type);
        response.setCharacterEncoding("UTF-8");
        response.addHeader("Vary", "Accept-Encoding");
        byte[] bytes = plain;
        if (takesGzip(request)) {
            response.setHeader("Content-Encoding", "gzip");
            bytes = compressed;
        }
        WholeResponse.send(response, bytes);
    }

    /** A quality of zero means that the client does not accept gzip (RFC 9110, 12.5.3). */
    private static boolean takesGzip(HttpServletRequest request) {
        String accepted = request.getHeader("Accept-Encoding");
        if (accepted == null) {
            return false;
        }
        for (String coding : accepted.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = coding.strip().split("\\s*;\\s*", 2);
            if (parts[0].equals("gzip")) {
                return parts.length == 1 || !parts[1].matches("q=0(\\.0*)?");
            }
        }
        return false;
    }
}
