package org.corral.token;

import java.lang.System.Logger.Level;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.corral.storage.ConflictException;

/** Tends the key ring once a second, from a thread of its own, so that all nodes follow each other. */
public final class KeyRotation implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(KeyRotation.class.getName());
    private static final long EVERY_MILLIS = 1000;
    private static final long PATIENCE_MILLIS = 5000;

    private final KeyRing ring;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "corral-key-rotation");

    private KeyRotation(KeyRing ring) {
        this.ring = ring;
    }

    public static KeyRotation start(KeyRing ring) {
        KeyRotation rotation = new KeyRotation(ring);
        rotation.thread.setDaemon(true);
        rotation.thread.start();
        return rotation;
    }

    private void run() {
        boolean failing = false;
        while (!pause()) {
            try {
                ring.tend();
                failing = false;
            } catch (ConflictException e) {
                LOG.log(Level.DEBUG, "another node changes the signing keys");
            } catch (RuntimeException e) {
                // Once, until it is over; without its message, in which drivers put statements and values.
                LOG.log(
                        failing ? Level.DEBUG : Level.WARNING,
                        "The signing keys could not be changed: {0}",
                        e.getClass().getSimpleName());
                failing = true;
            }
        }
    }

    /** @return whether it is the end */
    private boolean pause() {
        try {
            return closed.await(EVERY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    /** Waits for what is under way. Without an interrupt, which would close H2's file in the middle of a write. */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
