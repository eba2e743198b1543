package org.corral.body;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The value of a field with parameters behind it, such as {@code form-data; name=model} (RFC 2045, 5.1; RFC 6266, 4.1).
 *
 * @param value in lower case
 * @param parameters by their names in lower case, as they were meant: without quotes, and decoded where RFC 8187 encodes them
 */
record FieldValue(String value, Map<String, String> parameters) {
    /** RFC 8187, 3.2.1, and what older programs write. */
    private static final Map<String, Charset> CHARSETS = Map.of(
            "utf-8", StandardCharsets.UTF_8,
            "us-ascii", StandardCharsets.US_ASCII,
            "iso-8859-1", StandardCharsets.ISO_8859_1);

    FieldValue {
        parameters = Map.copyOf(parameters);
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    static FieldValue parse(String text) throws MalformedBodyException {
        int end = text.indexOf(';');
        String value = (end < 0 ? text : text.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        Map<String, String> plain = new HashMap<>();
        Map<String, String> extended = new HashMap<>();
        Reader reader = new Reader(text, end < 0 ? text.length() : end);
        while (reader.hasNext()) {
            String name = reader.name();
            String content = reader.content();
            int star = name.indexOf('*');
            // A star that is not at the end counts the pieces of one value (RFC 2231, 3), which no form has.
            if ((star >= 0 && star < name.length() - 1) || (star < 0 ? plain : extended).put(name, content) != null) {
                throw malformed();
            }
        }
        for (Map.Entry<String, String> each : extended.entrySet()) {
            String name = each.getKey().substring(0, each.getKey().length() - 1);
            // RFC 6266, 4.3: whoever understands it prefers it, and passes it over if it is wrong.
            decoded(each.getValue()).ifPresent(content -> plain.put(name, content));
        }
        return new FieldValue(value, plain);
    }

    /** {@code utf-8''na%C3%AFve} (RFC 8187, 3.2). */
    private static Optional<String> decoded(String text) {
        int first = text.indexOf('\'');
        int second = text.indexOf('\'', first + 1);
        if (first < 0 || second < 0) {
            return Optional.empty();
        }
        Charset charset = CHARSETS.get(text.substring(0, first).toLowerCase(Locale.ROOT));
        String encoded = text.substring(second + 1);
        if (charset == null || !encoded.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c != '%') {
                bytes.put((byte) c);
                continue;
            }
            int high = i + 2 < encoded.length() ? Character.digit(encoded.charAt(i + 1), 16) : -1;
            int low = i + 2 < encoded.length() ? Character.digit(encoded.charAt(i + 2), 16) : -1;
            if (high < 0 || low < 0) {
                return Optional.empty();
            }
            bytes.put((byte) (high << 4 | low));
            i += 2;
        }
        try {
            return Optional.of(charset.newDecoder().decode(bytes.flip()).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static MalformedBodyException malformed() {
        return new MalformedBodyException(
                "The form has a field whose parameters can't be read in one way only (RFC 2045, RFC 6266).");
    }

    /** Goes over the parameters. */
    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text, int at) {
            this.text = text;
            this.at = at;
        }

        /** Past semicolons, of which there may be one at the end. */
        boolean hasNext() {
            while (at < text.length() && (isBlank() || text.charAt(at) == ';')) {
                at++;
            }
            return at < text.length();
        }

        private boolean isBlank() {
            return text.charAt(at) == ' ' || text.charAt(at) == '\t';
        }

        String name() throws MalformedBodyException {
            int end = text.indexOf('=', at);
            if (end < 0) {
                throw malformed();
            }
            String name = text.substring(at, end).strip().toLowerCase(Locale.ROOT);
            at = end + 1;
            if (name.isEmpty()
                    || !name.chars().allMatch(c -> c > ' ' && c < 0x7f && "\"(),/:;<>?@[\\]{}".indexOf(c) < 0)) {
                throw malformed();
            }
            return name;
        }

        String content() throws MalformedBodyException {
            while (at < text.length() && isBlank()) {
                at++;
            }
            return at < text.length() && text.charAt(at) == '"' ? quoted() : unquoted();
        }

        /** Whatever stands there to the next semicolon: not all who leave the quotes away know when they may. */
        private String unquoted() throws MalformedBodyException {
            int end = text.indexOf(';', at);
            String content = text.substring(at, end < 0 ? text.length() : end).strip();
            at = end < 0 ? text.length() : end;
            if (content.indexOf('"') >= 0) {
                throw malformed();
            }
            return content;
        }

        /** A backslash stands for itself but before a quote or another one: browsers of old sent {@code C:\a.wav}. */
        private String quoted() throws MalformedBodyException {
            StringBuilder content = new StringBuilder();
            for (at++; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c == '"') {
                    at++;
                    endsHere();
                    return content.toString();
                }
                boolean escapes = c == '\\' && at + 1 < text.length() && "\"\\".indexOf(text.charAt(at + 1)) >= 0;
                if (escapes) {
                    at++;
                }
                content.append(text.charAt(at));
            }
            throw malformed();
        }

        private void endsHere() throws MalformedBodyException {
            while (at < text.length() && isBlank()) {
                at++;
            }
            if (at < text.length() && text.charAt(at) != ';') {
                throw malformed();
            }
        }
    }
}
