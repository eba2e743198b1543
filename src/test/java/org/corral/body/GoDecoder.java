package org.corral.body;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a Go program finds in a body: a small model of {@code json.NewDecoder(body).Decode(&request)} for a struct of the given
 * fields, written from what is documented of {@code encoding/json}. It shares nothing with the reader under test.
 *
 * <p>A key means the field with which it agrees but for case, by Unicode's simple folding; the last of several wins; null
 * leaves what was there; whether a value is of the kind that the field wants is for the caller to see. Bytes that are no UTF-8, and halves of pairs, become U+FFFD. What follows the first value is not looked at.
 */
final class GoDecoder {
    /** The body is not JSON, as far as it is looked at: the program refuses it. */
    private static final class SyntaxError extends Exception {
        private static final long serialVersionUID = 1;

        SyntaxError() {
            super(null, null, false, false);
        }
    }

    /** A value that is neither text, boolean nor null, as it is written; what it is matters to nobody. */
    record Raw(String text) {}

    private static final int MOST_DEPTH = 10_000;

    private final byte[] bytes;
    private final Set<String> fields;
    private final Map<String, Object> found = new LinkedHashMap<>();
    private int at;

    private GoDecoder(byte[] bytes, Set<String> fields) {
        this.bytes = bytes;
        this.fields = fields;
    }

    /**
     * @param fields in lower case
     * @return the values of those that are there and not null: String, Boolean or {@link Raw}; empty if the body is refused
     */
    static Optional<Map<String, Object>> decode(byte[] body, Set<String> fields) {
        GoDecoder decoder = new GoDecoder(body, fields);
        try {
            decoder.blanks();
            if (decoder.peek() == '{') {
                decoder.object(1);
            } else if (decoder.value(0) != null) {
                return Optional.empty();
            }
            return Optional.of(decoder.found);
        } catch (SyntaxError e) {
            return Optional.empty();
        }
    }

    /** @return null for null */
    private @Nullable Object value(int depth) throws SyntaxError {
        int start = at;
        switch (peek()) {
            case '"' -> {
                return string();
            }
            case '{' -> object(depth + 1);
            case '[' -> array(depth + 1);
            case 't' -> {
                word("true");
                return true;
            }
            case 'f' -> {
                word("false");
                return false;
            }
            case 'n' -> {
                word("null");
                return null;
            }
            default -> number();
        }
        return new Raw(new String(bytes, start, at - start, StandardCharsets.UTF_8));
    }

    private void object(int depth) throws SyntaxError {
        require(depth <= MOST_DEPTH);
        expect('{');
        blanks();
        if (peek() == '}') {
            at++;
            return;
        }
        while (true) {
            String key = string();
            blanks();
            expect(':');
            blanks();
            Object value = value(depth);
            if (depth == 1 && value != null) {
                field(key, value);
            }
            blanks();
            if (peek() == '}') {
                at++;
                return;
            }
            expect(',');
            blanks();
        }
    }

    private void field(String key, Object value) {
        fields.stream().filter(field -> alike(field, key)).forEach(field -> found.put(field, value));
    }

    /** Unicode's simple folding, which has no letters that become several. */
    private static boolean alike(String field, String key) {
        int[] one = field.codePoints().toArray();
        int[] two = key.codePoints().toArray();
        if (one.length != two.length) {
            return false;
        }
        for (int i = 0; i < one.length; i++) {
            // Turkish letters fold with nobody else's: CaseFolding.txt, status T.
            boolean turkish = two[i] == 0x130 || two[i] == 0x131;
            boolean same = Character.toLowerCase(Character.toUpperCase(one[i]))
                    == Character.toLowerCase(Character.toUpperCase(two[i]));
            if (one[i] != two[i] && (turkish || !same)) {
                return false;
            }
        }
        return true;
    }

    private void array(int depth) throws SyntaxError {
        require(depth <= MOST_DEPTH);
        expect('[');
        blanks();
        if (peek() == ']') {
            at++;
            return;
        }
        while (true) {
            value(depth);
            blanks();
            if (peek() == ']') {
                at++;
                return;
            }
            expect(',');
            blanks();
        }
    }

    private String string() throws SyntaxError {
        expect('"');
        // As UTF-16, in which pairs that were escaped one by one meet.
        StringBuilder text = new StringBuilder();
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        while (peek() != '"') {
            int b = peek();
            require(b >= ' ');
            at++;
            if (b != '\\') {
                plain.write(b);
                continue;
            }
            flush(plain, text);
            escape(text);
        }
        at++;
        flush(plain, text);
        return text.toString();
    }

    private static void flush(ByteArrayOutputStream plain, StringBuilder text) {
        text.append(plain.toString(StandardCharsets.UTF_8));
        plain.reset();
    }

    private void escape(StringBuilder text) throws SyntaxError {
        int kind = peek();
        at++;
        switch (kind) {
            case '"', '\\', '/' -> text.append((char) kind);
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case 'n' -> text.append('\n');
            case 'r' -> text.append('\r');
            case 't' -> text.append('\t');
            case 'u' -> unit(text);
            default -> throw new SyntaxError();
        }
    }

    private void unit(StringBuilder text) throws SyntaxError {
        char unit = hex();
        if (!Character.isSurrogate(unit)) {
            text.append(unit);
            return;
        }
        int before = at;
        if (Character.isHighSurrogate(unit) && at + 1 < bytes.length && bytes[at] == '\\' && bytes[at + 1] == 'u') {
            at += 2;
            char second = hex();
            if (Character.isLowSurrogate(second)) {
                text.append(unit).append(second);
                return;
            }
            at = before;
        }
        text.append('\ufffd');
    }

    private char hex() throws SyntaxError {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            int digit = peek() < 0x80 ? Character.digit(peek(), 16) : -1;
            require(digit >= 0);
            unit = unit * 16 + digit;
            at++;
        }
        return (char) unit;
    }

    private void number() throws SyntaxError {
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            digits();
        }
        if (at < bytes.length && bytes[at] == '.') {
            at++;
            digits();
        }
        if (at < bytes.length && (bytes[at] == 'e' || bytes[at] == 'E')) {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits();
        }
    }

    private void digits() throws SyntaxError {
        require(peek() >= '0' && peek() <= '9');
        while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
    }

    private void word(String word) throws SyntaxError {
        for (int i = 0; i < word.length(); i++) {
            expect(word.charAt(i));
        }
    }

    private void blanks() {
        while (at < bytes.length && " \t\r\n".indexOf(bytes[at]) >= 0) {
            at++;
        }
    }

    private int peek() throws SyntaxError {
        require(at < bytes.length);
        return bytes[at] & 0xff;
    }

    private void expect(char wanted) throws SyntaxError {
        require(peek() == wanted);
        at++;
    }

    private static void require(boolean right) throws SyntaxError {
        if (!right) {
            throw new SyntaxError();
        }
    }
}
