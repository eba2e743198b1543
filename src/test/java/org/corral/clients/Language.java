package org.corral.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What runs clients, with the packages of {@code src/test/clients} installed below {@code target}, once. */
enum Language {
    NODE("package-lock.json", ".mjs", "node", "Node.js with npm (Debian: nodejs, npm)") {
        @Override
        List<List<String>> install() {
            return List.of(
                    List.of("node", "--version"),
                    List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"));
        }
    },
    PYTHON("requirements.txt", ".py", "python/bin/python -u", "Python 3 with venv and pip (Debian: python3-venv)") {
        @Override
        List<List<String>> install() {
            return List.of(
                    List.of("python3", "-m", "venv", "--clear", "python"),
                    List.of("python/bin/python", "-m", "pip", "install", "-q", "-r", "requirements.txt"));
        }
    };

    private static final Path SOURCES = Path.of("src/test/clients");
    /** Where the scripts are run: beside the packages, or Node would not find them. */
    static final Path FOLDER = Path.of("target/clients").toAbsolutePath();

    private static final long PATIENCE_MINUTES = 5;

    private final String versions;
    private final String suffix;
    private final String command;
    private final String what;

    Language(String versions, String suffix, String command, String what) {
        this.versions = versions;
        this.suffix = suffix;
        this.command = command;
        this.what = what;
    }

    /** The commands that bring the packages there; the first of them fails where the language is not. */
    abstract List<List<String>> install();

    /** To be run in {@link #FOLDER}. */
    List<String> running(String script) {
        List<String> resolved = Stream.of(command.split(" ", -1))
                .map(word -> word.contains("/") ? FOLDER.resolve(word).toString() : word)
                .toList();
        return Stream.concat(resolved.stream(), Stream.of(script + suffix)).toList();
    }

    String suffix() {
        return suffix;
    }

    /** Installs the packages unless they are there. Returns why there are none, in one line; empty if there are. */
    Optional<String> missing() {
        try {
            copy();
            Path installed = FOLDER.resolve("installed-" + versions);
            if (Files.exists(installed) && Files.mismatch(installed, FOLDER.resolve(versions)) < 0) {
                return Optional.empty();
            }
            for (List<String> each : install()) {
                Optional<String> fault = run(each);
                if (fault.isPresent()) {
                    return Optional.of("no " + what + ": " + fault.get());
                }
            }
            Files.copy(FOLDER.resolve(versions), installed, StandardCopyOption.REPLACE_EXISTING);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("no " + what + ": " + e.getMessage());
        }
    }

    private static Optional<String> run(List<String> command) throws IOException {
        Path log = FOLDER.resolve("install.log");
        Process process = new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return Optional.of(String.join(" ", command) + " took too long");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new IOException("interrupted", e);
        }
        return process.exitValue() == 0
                ? Optional.empty()
                : Optional.of(String.join(" ", command) + " said: "
                        + Files.readString(log).strip().replaceAll("\\s+", " "));
    }

    private static void copy() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = FOLDER.resolve(SOURCES.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
