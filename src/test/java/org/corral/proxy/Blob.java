package org.corral.proxy;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/** Blocks of noise that differ by their number. */
final class Blob {
    static final int BLOCK = 1 << 20;

    private final byte[] noise = new byte[BLOCK];
    private final int blocks;
    private final String digest;

    Blob(int blocks) {
        this.blocks = blocks;
        new Random(blocks).nextBytes(noise);
        MessageDigest sha256 = sha256();
        for (int i = 0; i < blocks; i++) {
            sha256.update(block(i));
        }
        this.digest = "sha256:" + HexFormat.of().formatHex(sha256.digest());
    }

    /** The same array each time. */
    byte[] block(int number) {
        ByteBuffer.wrap(noise).putInt(number);
        return noise;
    }

    int blocks() {
        return blocks;
    }

    long length() {
        return (long) blocks * BLOCK;
    }

    String digest() {
        return digest;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
