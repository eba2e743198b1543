package org.corral.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.corral.http.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeBodyTest {
    private final MemoryBudget memory = new MemoryBudget(1000);

    private WholeBody body(String text, int piece) {
        return Bodies.of(text.getBytes(StandardCharsets.US_ASCII), piece, memory);
    }

    private static String sent(WholeBody body) {
        return new String(Bodies.sent(body), StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100})
    void aPartIsReplacedWhereverItsPiecesEnd(int piece) {
        WholeBody body = body("0123456789", piece);
        body.edit(new Edit(6, 9, ""));
        body.edit(new Edit(2, 5, "ABCD"));
        assertThat(body.length()).isEqualTo(8);
        assertThat(sent(body)).isEqualTo("01ABCD59");
    }

    @Test
    void memoryIsTakenAsTheBodyGrowsAndGivenBackAsItIsSent() {
        WholeBody body = body("0123456789", 4);
        assertThat(memory.taken()).isEqualTo(12);
        body.next().position(4);
        body.next();
        assertThat(memory.taken()).isEqualTo(8);
        body.close();
        body.close();
        assertThat(memory.taken()).isZero();
    }

    @Test
    void allOfItIsGivenBackThoughPartsWereReplaced() {
        WholeBody body = body("0123456789", 4);
        body.edit(new Edit(1, 9, "a much longer text than there was"));
        sent(body);
        body.close();
        assertThat(memory.taken()).isZero();
    }

    @Test
    void whereThereIsNoMemoryLeftThereIsNoRoom() {
        WholeBody body = body("x".repeat(990), 990);
        assertThat(new WholeBody(memory).room(11).hasRemaining()).isFalse();
        assertThat(new WholeBody(memory).room(10).remaining()).isEqualTo(10);
        body.close();
        assertThat(memory.taken()).isEqualTo(10);
    }

    @Test
    void onePieceCountsTwiceWhileItIsMadeAndUntilAllIsSent() throws RefusedException {
        WholeBody body = body("x".repeat(300) + "0123456789", 40);
        byte[] all = body.join();
        assertThat(memory.taken()).isEqualTo(310);
        body.replace(List.of(ByteBuffer.wrap(all, 300, 2), ByteBuffer.wrap(all, 308, 2)), "text/plain");
        assertThat(sent(body)).isEqualTo("0189");
        // The array is there as long as one of its parts is, and what they are written in.
        assertThat(memory.taken()).isBetween(310L, 600L);
        body.close();
        assertThat(memory.taken()).isZero();

        WholeBody large = body("x".repeat(600), 600);
        assertThatThrownBy(large::join).isInstanceOf(RefusedException.class);
        large.close();
        WholeBody gone = body("x", 1);
        gone.close();
        assertThatThrownBy(gone::join).isInstanceOf(RefusedException.class);
        assertThat(memory.taken()).isZero();
    }

    @Test
    void whatIsWrittenBesidesIsRefusedWhereThereIsNoMemoryForIt() throws RefusedException {
        WholeBody body = body("x".repeat(400), 400);
        byte[] all = body.join();
        List<ByteBuffer> many = Collections.nCopies(10, ByteBuffer.wrap(all, 0, 1));
        assertThatThrownBy(() -> body.replace(many, "text/plain")).isInstanceOf(RefusedException.class);
        body.close();
        assertThat(memory.taken()).isZero();
    }

    /** To whoever sends, an empty piece means that there is nothing yet. */
    @Test
    void anEmptyPieceIsNoPiece() throws RefusedException {
        WholeBody body = body("0123456789", 4);
        byte[] all = body.join();
        ByteBuffer nothing = ByteBuffer.allocate(0);
        body.replace(
                List.of(nothing, ByteBuffer.wrap(all, 0, 2), nothing, nothing, ByteBuffer.wrap(all, 8, 2), nothing),
                "text/plain");
        assertThat(sent(body)).isEqualTo("0189");
        assertThat(body.isComplete()).isTrue();

        WholeBody edited = body("0123456789", 4);
        edited.edit(new Edit(4, 8, ""));
        assertThat(sent(edited)).isEqualTo("012389");
    }

    @Test
    void aRepeatedBodyIsAllThereAndTakesNothing() {
        WholeBody body = body("0123456789", 4);
        assertThat(new String(Bodies.sent((WholeBody) body.repeated()), StandardCharsets.US_ASCII))
                .isEqualTo("0123456789");
        assertThat(memory.taken()).isEqualTo(12);
        assertThat(sent(body)).isEqualTo("0123456789");
    }
}
