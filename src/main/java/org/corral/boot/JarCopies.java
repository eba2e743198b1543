package org.corral.boot;

import jakarta.servlet.ServletContext;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Copies the jars in a folder of the WAR to the context's temporary folder, because jars in a packed WAR are no files. The
 * server empties that folder.
 */
final class JarCopies {
    private final ServletContext context;

    JarCopies(ServletContext context) {
        this.context = context;
    }

    /** Copies the jars of a folder such as {@code /WEB-INF/lib/}, in the order of their names. */
    List<Path> of(String folder) throws IOException {
        Set<String> jars = context.getResourcePaths(folder);
        if (jars == null || jars.isEmpty()) {
            throw new IOException("the WAR has no " + folder);
        }
        File temporary = (File) context.getAttribute(ServletContext.TEMPDIR);
        Path target = Files.createDirectories(
                temporary.toPath().resolve(Path.of(folder).getFileName()));
        List<Path> copies = new ArrayList<>();
        for (String jar : new TreeSet<>(jars)) {
            copies.add(copy(jar, target.resolve(jar.substring(folder.length()))));
        }
        return copies;
    }

    private Path copy(String jar, Path copy) throws IOException {
        try (InputStream in = context.getResourceAsStream(jar)) {
            if (in == null) {
                throw new IOException("can't read " + jar);
            }
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        return copy;
    }
}
