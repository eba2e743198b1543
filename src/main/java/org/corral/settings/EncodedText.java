package org.corral.settings;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Decodes the text of a file that people have made with any editor or shell: UTF-8, or the encoding of its byte order mark,
 * which is no part of the text. Programs of Windows write a mark, and PowerShell's {@code >} writes UTF-16.
 */
public final class EncodedText {
    private EncodedText() {}

    /** @throws CharacterCodingException if the bytes are no text in that encoding, or contain a NUL */
    public static String decode(byte[] bytes) throws CharacterCodingException {
        if (startsWith(bytes, 0xef, 0xbb, 0xbf)) {
            return decode(bytes, 3, StandardCharsets.UTF_8);
        }
        if (startsWith(bytes, 0xff, 0xfe)) {
            return decode(bytes, 2, StandardCharsets.UTF_16LE);
        }
        return startsWith(bytes, 0xfe, 0xff)
                ? decode(bytes, 2, StandardCharsets.UTF_16BE)
                : decode(bytes, 0, StandardCharsets.UTF_8);
    }

    private static boolean startsWith(byte[] bytes, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (bytes.length <= i || Byte.toUnsignedInt(bytes[i]) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static String decode(byte[] bytes, int from, Charset charset) throws CharacterCodingException {
        String text = charset.newDecoder()
                .decode(ByteBuffer.wrap(bytes, from, bytes.length - from))
                .toString();
        // UTF-16 without a mark and UTF-32 have a NUL at nearly every second place.
        if (text.indexOf('\0') >= 0) {
            throw new CharacterCodingException();
        }
        return text;
    }
}
