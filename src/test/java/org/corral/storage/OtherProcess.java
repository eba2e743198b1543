package org.corral.storage;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.corral.settings.StorageSettings;

/** A Java of its own that opens a data folder, writes one row, says so, and stays until it is killed. */
final class OtherProcess implements AutoCloseable {
    private static final int READY = 'r';
    private final Process process;

    private OtherProcess(Process process) {
        this.process = process;
    }

    static OtherProcess on(Path data) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherProcess.class.getName(),
                        data.toString())
                .redirectError(Redirect.DISCARD)
                .start();
        if (process.getInputStream().read() != READY) {
            process.destroyForcibly();
            throw new IOException("the other process did not open the database");
        }
        return new OtherProcess(process);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** As a power cut would end it: nothing of its own runs any more. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    public static void main(String[] args) throws Exception {
        Database database = Database.open(new StorageSettings(
                Path.of(args[0]), ServerSource.DEFAULT_NAME, Optional.empty(), 2, Duration.ofSeconds(2)));
        database.write(entities -> entities.createNativeQuery("INSERT INTO corral_signing_key"
                        + " (id, algorithm, material, created_at, signs_from, longest_lifetime, version)"
                        + " VALUES ('from-afar', 'x', 'x', 0, 0, 0, 1)")
                .executeUpdate());
        System.out.write(READY);
        System.out.flush();
        Thread.sleep(Duration.ofMinutes(10).toMillis());
    }
}
