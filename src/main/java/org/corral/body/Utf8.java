package org.corral.body;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Tells whether bytes are UTF-8 to the letter, and no other encoding in disguise. */
final class Utf8 {
    private static final int SIZE = 16 << 10;
    private static final char BYTE_ORDER_MARK = '\ufeff';

    private Utf8() {}

    static void require(InputStream in) throws MalformedBodyException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.allocate(SIZE);
        CharBuffer chars = CharBuffer.allocate(SIZE);
        boolean first = true;
        int read = 0;
        while (read >= 0) {
            read = read(in, bytes);
            bytes.flip();
            CoderResult result = decoder.decode(bytes, chars.clear(), read < 0);
            chars.flip();
            if (result.isError() || contains(chars, '\0') || (first && startsWith(chars, BYTE_ORDER_MARK))) {
                throw new MalformedBodyException(
                        "The request body is not JSON in UTF-8, as it is without compression or byte order mark.");
            }
            first &= !chars.hasRemaining();
            bytes.compact();
        }
    }

    private static int read(InputStream in, ByteBuffer bytes) {
        try {
            int read = in.read(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
            bytes.position(bytes.position() + Math.max(0, read));
            return read;
        } catch (IOException e) {
            throw new IllegalStateException("it is in memory", e);
        }
    }

    private static boolean contains(CharBuffer chars, char wanted) {
        for (int i = chars.position(); i < chars.limit(); i++) {
            if (chars.get(i) == wanted) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWith(CharBuffer chars, char wanted) {
        return chars.hasRemaining() && chars.get(chars.position()) == wanted;
    }
}
