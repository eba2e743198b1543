package org.corral.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;

/** An application server in a process of its own, with Corral deployed. Closing it ends the process. */
public interface AppServer extends AutoCloseable {
    Duration LONGEST_WAIT = Duration.ofMinutes(4);

    int port();

    /** Of a path below the context path: {@code uri("/api/v1/auths/")}. */
    URI uri(String path);

    long pid();

    /** The server's own folder: its configuration, its logs and Corral's data. */
    Path base();

    /** How long it took from the start of the process until Corral was there. */
    Duration startedIn();

    /** The memory that the server had from the system when Corral had just come up, in bytes; empty if the system does not tell. */
    OptionalLong residentAtFirst();

    /** All that the server has written to its log so far. */
    String log();

    /** Waits until the log contains this text, or fails with the log. */
    default void awaitLog(String text) throws InterruptedException {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (!log().contains(text)) {
            boolean alive =
                    ProcessHandle.of(pid()).filter(ProcessHandle::isAlive).isPresent();
            if (!alive || System.nanoTime() > end) {
                throw new AssertionError("The server did not write '" + text + "':\n" + log());
            }
            Thread.sleep(50);
        }
    }

    /** Deploys the same WAR once more while the server runs, and returns when the new copy of Corral answers. */
    void redeploy() throws IOException, InterruptedException;

    /** How many class loaders of an application the server itself keeps at the most when it has deployed so often again, whatever is in them. */
    default int loadersKept(int redeployments) {
        return 0;
    }

    /** Stops the server in good order; {@link #log} stays readable until this object is closed. */
    void stop() throws InterruptedException;

    /**
     * After {@link #stop}: the server once more, in the same folder. Its log begins anew. Whoever closes what this returns has
     * no need to close this object.
     */
    AppServer startAgain() throws IOException, InterruptedException;

    @Override
    void close() throws IOException;
}
