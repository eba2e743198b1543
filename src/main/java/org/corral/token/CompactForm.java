package org.corral.token;

/**
 * The outer form of a signed token: three parts in base64url as RFC 7515 section 2 has it, of which there is one spelling
 * only. jose4j's decoder takes padding, line breaks, the other alphabet and stray bits at the end as well, so that one
 * token would have many texts.
 */
final class CompactForm {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final int PARTS = 3;
    private static final byte[] VALUES = values();

    private CompactForm() {}

    static boolean isCanonical(String text) {
        int start = 0;
        for (int part = 1; part < PARTS; part++) {
            int dot = text.indexOf('.', start);
            if (dot < 0 || !isCanonical(text, start, dot)) {
                return false;
            }
            start = dot + 1;
        }
        return isCanonical(text, start, text.length());
    }

    private static boolean isCanonical(String text, int start, int end) {
        if (start == end) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (value(text.charAt(i)) < 0) {
                return false;
            }
        }
        int last = value(text.charAt(end - 1));
        return switch ((end - start) % 4) {
            case 0 -> true;
            // One byte in two characters, two bytes in three: the bits that are left over are zero.
            case 2 -> (last & 0b1111) == 0;
            case 3 -> (last & 0b11) == 0;
            default -> false;
        };
    }

    private static int value(char character) {
        return character < VALUES.length ? VALUES[character] : -1;
    }

    private static byte[] values() {
        byte[] values = new byte[128];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) ALPHABET.indexOf(i);
        }
        return values;
    }
}
