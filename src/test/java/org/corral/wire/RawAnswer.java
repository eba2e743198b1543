package org.corral.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A whole answer, or what there was of it. */
public record RawAnswer(RawHead head, List<Piece> pieces, Ending ending) {
    public RawAnswer {
        pieces = List.copyOf(pieces);
    }

    public int status() {
        return head.status();
    }

    public Optional<String> header(String name) {
        return head.header(name);
    }

    public byte[] body() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pieces.forEach(piece -> all.writeBytes(piece.bytes()));
        return all.toByteArray();
    }

    public String text() {
        return new String(body(), StandardCharsets.UTF_8);
    }

    /** The lines of the body that are not empty: NDJSON objects, or the {@code data:} lines of events. */
    public List<String> lines() {
        return text().lines().filter(line -> !line.isEmpty()).toList();
    }
}
