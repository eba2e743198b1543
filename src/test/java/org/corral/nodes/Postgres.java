package org.corral.nodes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.corral.it.Secrets;
import org.corral.server.FreePorts;

/** A PostgreSQL of a test, on this machine only, that can be stopped and started again. Closing it deletes its data. */
final class Postgres implements AutoCloseable {
    static final String USER = "corral";

    private final Path folder;
    private final int port;
    private final String password;

    private Postgres(Path folder, int port, String password) {
        this.folder = folder;
        this.port = port;
        this.password = password;
    }

    /** The folder with {@code initdb} of the newest version that is installed. */
    static Optional<Path> programs() {
        Path versions = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(versions)) {
            return Optional.empty();
        }
        try (Stream<Path> all = Files.list(versions)) {
            return all.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.comparing(Path::toString));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Postgres open() throws IOException {
        Path folder = Files.createTempDirectory("corral-postgres");
        Postgres postgres = new Postgres(folder, FreePorts.any(), Secrets.fresh());
        Files.writeString(folder.resolve("password"), postgres.password);
        if (isRoot()) {
            postgres.run(List.of("chown", "-R", "postgres", folder.toString()));
        }
        postgres.unprivileged(
                "initdb", "-D", "data", "-U", USER, "--pwfile=password", "-A", "scram-sha-256", "--no-sync");
        postgres.start();
        return postgres;
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    String password() {
        return password;
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(), USER, password);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Returns when it takes connections. */
    void start() throws IOException {
        String options = "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=" + folder;
        unprivileged("pg_ctl", "-D", "data", "-l", "log", "-w", "start", "-o", options);
    }

    /** Every connection is cut, and none is taken any more. What was committed is kept. */
    void stop() throws IOException {
        unprivileged("pg_ctl", "-D", "data", "-m", "fast", "-w", "stop");
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** PostgreSQL refuses to be root's. */
    private void unprivileged(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        command.add(programs().orElseThrow().resolve(program).toString());
        command.addAll(List.of(arguments));
        run(command);
    }

    private void run(List<String> command) throws IOException {
        // Into a file: the server would keep a pipe open.
        Path output = Files.createTempFile("corral-postgres", ".out");
        int status = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .onExit()
                .join()
                .exitValue();
        String said = Files.readString(output);
        Files.delete(output);
        if (status != 0) {
            throw new AssertionError(String.join(" ", command) + " failed:\n" + said);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            unprivileged("pg_ctl", "-D", "data", "-m", "immediate", "-w", "stop");
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
