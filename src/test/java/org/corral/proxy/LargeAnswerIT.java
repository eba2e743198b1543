package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32;
import org.corral.it.Chat;
import org.corral.it.Gate;
import org.corral.standin.Exchange;
import org.corral.standin.StandInOllama;
import org.corral.wire.Ending;
import org.corral.wire.Piece;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of more than two gigabytes, twelve times the heap of the server under test. */
@Tag("portable")
@Timeout(300)
class LargeAnswerIT {
    private static final int BLOCK = 1 << 20;
    private static final int BLOCKS = 3 * 1024;

    private final byte[] noise = new byte[BLOCK];
    private final Gate gate = Gate.open();
    private final StandInOllama ollama = gate.ollama();

    @BeforeEach
    void signIn() {
        gate.user();
        ollama.reset();
        new Random(1).nextBytes(noise);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void threeGigabytesPassWithAndWithoutALength(boolean length) throws IOException {
        CRC32 sent = new CRC32();
        CRC32 came = new CRC32();
        ollama.next(x -> {
            x.readBody();
            send(x, length, sent);
            return true;
        });
        try (RawClient client = gate.connect().send(Chat.ndjson("A", 1).by(gate.user()))) {
            client.readHead(SOON);
            long count = 0;
            for (Optional<Piece> piece = client.next(SOON); piece.isPresent(); piece = client.next(SOON)) {
                byte[] bytes = piece.get().bytes();
                came.update(bytes);
                count += bytes.length;
            }
            assertThat(client.ending()).isEqualTo(Ending.CLEAN);
            assertThat(count).isEqualTo((long) BLOCK * BLOCKS);
            assertThat(came.getValue()).isEqualTo(sent.getValue());
        }
    }

    private void send(Exchange x, boolean length, CRC32 sum) throws IOException {
        String framing = length ? "Content-Length: " + (long) BLOCK * BLOCKS : "Transfer-Encoding: chunked";
        x.write("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n" + framing + "\r\n\r\n");
        byte[] size = (Integer.toHexString(BLOCK) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < BLOCKS; i++) {
            ByteBuffer.wrap(noise).putInt(i);
            sum.update(noise);
            if (!length) {
                x.write(size);
            }
            x.write(noise);
            if (!length) {
                x.write("\r\n");
            }
        }
        if (!length) {
            x.write("0\r\n\r\n");
        }
    }
}
