package org.corral.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;

/** Sends a blob, with its length or in chunks, to its end or half of it. */
final class Uploading implements Work {
    private static final int BLOCK = 64 * 1024;

    private final Scene scene;

    Uploading(Scene scene) {
        this.scene = scene;
    }

    @Override
    public String once() throws IOException {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        byte[][] blocks = new byte[random.nextInt(2, 40)][BLOCK];
        MessageDigest sha256 = sha256();
        for (byte[] block : blocks) {
            random.nextBytes(block);
            sha256.update(block);
        }
        boolean chunked = random.nextBoolean();
        String path = "/ollama/api/blobs/sha256:" + HexFormat.of().formatHex(sha256.digest()) + "?server=steady";
        String framing = chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + (long) blocks.length * BLOCK;
        try (RawClient client = scene.connect().send(RawClient.request("POST", path, scene.admin(), framing))) {
            boolean aborted = random.nextInt(3) == 0;
            for (int i = 0; i < (aborted ? blocks.length / 2 : blocks.length); i++) {
                send(client, blocks[i], chunked);
            }
            return aborted ? leave(client, random.nextBoolean()) : finish(client, chunked);
        }
    }

    private static String finish(RawClient client, boolean chunked) throws IOException {
        if (chunked) {
            client.sendChunk(new byte[0]);
        }
        RawAnswer answer = client.readAll(SOON);
        // The stand-in compares the digest.
        assertThat(answer.status()).as(answer::text).isEqualTo(201);
        return chunked ? "whole, in chunks" : "whole, with its length";
    }

    private static String leave(RawClient client, boolean reset) throws IOException {
        if (reset) {
            client.reset();
            return "RST in the middle";
        }
        return "FIN in the middle";
    }

    private static void send(RawClient client, byte[] block, boolean chunked) throws IOException {
        if (chunked) {
            client.sendChunk(block);
        } else {
            client.send(block);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
