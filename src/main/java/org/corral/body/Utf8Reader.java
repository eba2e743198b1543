package org.corral.body;

import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads a body as text if it is UTF-8 to the letter, and no other encoding in disguise, and knows where in the body each character
 * stands. Used by one thread.
 */
final class Utf8Reader extends Reader {
    private static final int SIZE = 8 << 10;
    private static final char BYTE_ORDER_MARK = '\ufeff';

    private final WholeBody body;
    private final InputStream in;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final ByteBuffer bytes = ByteBuffer.allocate(SIZE).flip();
    private boolean ended;
    private boolean malformed;

    // Where each reading began, in characters and in bytes.
    private long[] charsBefore = new long[16];
    private long[] bytesBefore = new long[16];
    private int readings;
    private long charsRead;
    private long bytesRead; // from the stream, those that wait to be decoded among them

    Utf8Reader(WholeBody body) {
        this.body = body;
        this.in = body.stream();
    }

    /** @throws CharConversionException for what is not UTF-8, for a NUL, and for a byte order mark at the beginning */
    @Override
    public int read(char[] into, int offset, int length) throws IOException {
        CharBuffer chars = CharBuffer.wrap(into, offset, length).slice();
        note();
        while (true) {
            CoderResult result = decoder.decode(bytes, chars, ended);
            if (result.isError()) {
                throw malformed();
            }
            if (chars.position() > 0) {
                return accept(chars.flip());
            }
            if (ended) {
                return -1;
            }
            fill();
        }
    }

    private void note() {
        if (readings == charsBefore.length) {
            charsBefore = Arrays.copyOf(charsBefore, 2 * readings);
            bytesBefore = Arrays.copyOf(bytesBefore, 2 * readings);
        }
        charsBefore[readings] = charsRead;
        bytesBefore[readings] = bytesRead - bytes.remaining();
        readings++;
    }

    private int accept(CharBuffer chars) throws CharConversionException {
        if ((charsRead == 0 && chars.charAt(0) == BYTE_ORDER_MARK) || hasNul(chars)) {
            throw malformed();
        }
        charsRead += chars.remaining();
        return chars.remaining();
    }

    private static boolean hasNul(CharBuffer chars) {
        for (int i = chars.position(); i < chars.limit(); i++) {
            if (chars.get(i) == '\0') {
                return true;
            }
        }
        return false;
    }

    private void fill() throws IOException {
        bytes.compact();
        int read = in.read(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        if (read < 0) {
            ended = true;
        } else {
            bytes.position(bytes.position() + read);
            bytesRead += read;
        }
        bytes.flip();
    }

    private CharConversionException malformed() {
        malformed = true;
        return new CharConversionException("not UTF-8");
    }

    /** Whether it has turned out not to be what it should. */
    boolean isMalformed() {
        return malformed;
    }

    /** Where the character stands in the body that was the so-manieth to be read, counted from 0; in bytes. */
    long position(long character) {
        int reading = Arrays.binarySearch(charsBefore, 0, readings, character);
        int from = reading >= 0 ? reading : -reading - 2;
        long position = bytesBefore[from];
        try (InputStream again = body.stream()) {
            again.skipNBytes(position);
            for (long left = character - charsBefore[from]; left > 0; ) {
                int first = again.read();
                int length = length(first);
                again.skipNBytes(length - 1L);
                position += length;
                // Two characters are made of four bytes.
                left -= length == 4 ? 2 : 1;
            }
        } catch (IOException e) {
            throw new IllegalStateException("it is in memory", e);
        }
        return position;
    }

    /** The first byte of this character, or -1 behind the last. */
    int byteAt(long character) {
        try (InputStream again = body.stream()) {
            again.skipNBytes(position(character));
            return again.read();
        } catch (IOException e) {
            throw new IllegalStateException("it is in memory", e);
        }
    }

    /** The bytes that a character takes in UTF-8 (RFC 3629, 3), by its first one. */
    private static int length(int first) {
        if (first < 0x80) {
            return 1;
        }
        if (first < 0xe0) {
            return 2;
        }
        return first < 0xf0 ? 3 : 4;
    }

    @Override
    public void close() {
        // It is in memory.
    }
}
