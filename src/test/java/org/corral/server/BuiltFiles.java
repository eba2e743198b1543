package org.corral.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Files that an integration test needs and a build makes. {@code mvn verify} names them by system properties. A test that is
 * run in another way, as an IDE does, finds what {@code mvn -Pquick package dependency:unpack@server -DskipTests} left below
 * {@code target}.
 */
public final class BuiltFiles {
    private static final Path TARGET = Path.of("target").toAbsolutePath();

    private static final Path WAR = TARGET.resolve("corral.war");

    private BuiltFiles() {}

    public static Path war() {
        return named("it.war").orElseGet(() -> {
            existing(WAR, "mvn -Pquick package dependency:unpack@server -DskipTests");
            return WarWithEdits.FILE;
        });
    }

    /** The jar of the filter for other web applications. */
    public static Path accessJar() {
        return named("it.access-jar")
                .orElseGet(() -> existing(
                        TARGET.resolve("corral-access.jar"),
                        "mvn -Pquick package -DskipTests -Daccess-jar.phase=package"));
    }

    /** The unpacked server of this build: Tomcat 11, or another one by {@code -Dserver=NAME}. */
    static Path server() {
        return named("it.server.home").orElseGet(BuiltFiles::tomcat);
    }

    /** Tomcat 11, also beside another server if {@code .ci/with-database} runs the build. */
    public static Path tomcat() {
        return existing(installedTomcat(), "mvn -Pquick package dependency:unpack@server -DskipTests");
    }

    private static Path installedTomcat() {
        Path installs = TARGET.resolve("servers");
        if (!Files.isDirectory(installs)) {
            return installs;
        }
        try (Stream<Path> folders = Files.walk(installs, 2)) {
            return folders.filter(folder -> folder.getFileName().toString().startsWith("apache-tomcat-11"))
                    .max(Path::compareTo)
                    .orElse(installs.resolve("apache-tomcat-11"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> named(String property) {
        return Optional.ofNullable(System.getProperty(property)).map(Path::of);
    }

    private static Path existing(Path file, String command) {
        if (!Files.exists(file)) {
            throw new IllegalStateException("There is no " + file + ". Make it once: " + command);
        }
        return file;
    }

    /**
     * The WAR below {@code target} with the classes and the files of the page as they are now: whoever edits and runs a test does
     * not package first.
     */
    private static final class WarWithEdits {
        static final Path FILE = make();

        private static Path make() {
            try {
                Path war = Files.createTempFile("corral", ".war");
                war.toFile().deleteOnExit();
                Files.copy(WAR, war, StandardCopyOption.REPLACE_EXISTING);
                try (FileSystem entries = FileSystems.newFileSystem(war, Map.of("noCompression", "true"))) {
                    TomcatFolder.delete(entries.getPath("WEB-INF/classes"));
                    Folders.copy(TARGET.resolve("classes"), entries.getPath("WEB-INF/classes"));
                    Folders.copy(TARGET.resolveSibling("webapp"), entries.getPath("/"));
                }
                return war;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
