package org.corral.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Random;

/**
 * Ports for servers that can't take any free one by themselves. They lie below those that the system gives to connections, so
 * that none of these takes one between the look and the server's start.
 */
public final class FreePorts {
    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 32_000;
    private static final int TRIES = 1_000;
    private static final Random RANDOM = new Random();

    private FreePorts() {}

    public static int any() {
        return rangeOf(1);
    }

    /** The first of so many ports in a row. */
    public static int rangeOf(int count) {
        for (int i = 0; i < TRIES; i++) {
            int first = LOWEST + RANDOM.nextInt(HIGHEST - LOWEST - count);
            if (areFree(first, count)) {
                return first;
            }
        }
        throw new AssertionError("no " + count + " free ports in a row");
    }

    private static boolean areFree(int first, int count) {
        for (int port = first; port < first + count; port++) {
            if (!isFree(port)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
