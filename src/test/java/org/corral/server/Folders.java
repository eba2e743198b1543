package org.corral.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** Folders of servers. */
final class Folders {
    private Folders() {}

    /** Copies a folder with all that is in it. */
    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    /** Makes a folder that has what the other one has, by symbolic links. */
    static void link(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.createSymbolicLink(to.resolve(file.getFileName()), file.toAbsolutePath());
            }
        }
    }

    /** Puts a copy of a file in the place of another one, in one step: nobody reads a half of it. */
    static void replace(Path old, Path by) throws IOException {
        // Beside its folder, in which a server may look for files.
        Path folder = Files.createTempDirectory(old.resolve("../..").normalize(), "copy");
        Files.move(Files.copy(by, folder.resolve("whole")), old, StandardCopyOption.ATOMIC_MOVE);
        Files.delete(folder);
    }
}
