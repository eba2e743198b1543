package org.corral.page;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All files below {@value #ROOT}, with a version that depends on their content. So files of two versions are never mixed,
 * and a file may be cached for ever.
 */
final class PageFiles {
    static final String ROOT = "/page/";
    /** Stands in the pages for the version. */
    private static final String PLACE = "page/-/";

    private static final int VERSION_BYTES = 6;

    private final Map<String, PageFile> files;
    private final String version;

    private PageFiles(Map<String, PageFile> files, String version) {
        this.files = files;
        this.version = version;
    }

    /** Reads the files from the WAR; blocks. */
    static PageFiles read(ServletContext context) {
        Map<String, PageFile> files = new TreeMap<>();
        MessageDigest digest = sha256();
        for (String path : paths(context, ROOT)) {
            byte[] bytes = bytes(context, path);
            digest.update(path.getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
            files.put(path.substring(ROOT.length()), new PageFile(path, bytes));
        }
        return new PageFiles(files, HexFormat.of().formatHex(digest.digest(), 0, VERSION_BYTES));
    }

    private static Set<String> paths(ServletContext context, String folder) {
        Set<String> paths = new TreeSet<>();
        for (String path : Optional.ofNullable(context.getResourcePaths(folder)).orElse(Set.of())) {
            if (path.endsWith("/")) {
                paths.addAll(paths(context, path));
            } else if (PageFile.isKnown(path)) {
                paths.add(path);
            }
        }
        return paths;
    }

    static byte[] bytes(ServletContext context, String path) {
        try (InputStream file = context.getResourceAsStream(path)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** @param path {@code <version>/js/app.js}; another version has no files */
    Optional<PageFile> find(String path) {
        String start = version + "/";
        return path.startsWith(start)
                ? Optional.ofNullable(files.get(path.substring(start.length())))
                : Optional.empty();
    }

    /** The page with links to the files of this version. */
    byte[] linked(byte[] page) {
        String text = new String(page, StandardCharsets.UTF_8);
        return text.replace(PLACE, "page/" + version + "/").getBytes(StandardCharsets.UTF_8);
    }
}
