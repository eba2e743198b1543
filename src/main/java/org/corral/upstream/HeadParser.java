package org.corral.upstream;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the head of a response (RFC 9112, 2 to 5), once it is there as a whole. Strictly: what two readers could understand
 * in two ways is malformed.
 */
final class HeadParser {
    private static final String VERSION = "HTTP/1.";
    private static final int STATUS_AT = VERSION.length() + 2;

    private final byte[] bytes;
    private final int end;
    private final int mostFields;
    private int at;

    /** @param end after the empty line */
    HeadParser(byte[] bytes, int start, int end, int mostFields) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
        this.mostFields = mostFields;
    }

    /** Where the head ends that begins at start: after its empty line; -1 if that has not come yet. */
    static int end(byte[] bytes, int start, int limit) {
        for (int i = start; i < limit; i++) {
            if (bytes[i] != '\n') {
                continue;
            }
            int line = i + 1;
            if (line < limit && bytes[line] == '\n') {
                return line + 1;
            }
            if (line + 1 < limit && bytes[line] == '\r' && bytes[line + 1] == '\n') {
                return line + 2;
            }
        }
        return -1;
    }

    ResponseHead parse() throws MalformedResponseException {
        int lineEnd = lineEnd();
        int minor = minorVersion(lineEnd);
        int status = status(lineEnd);
        at = next(lineEnd);
        List<Field> fields = new ArrayList<>();
        for (lineEnd = lineEnd(); lineEnd > at; lineEnd = lineEnd()) {
            if (fields.size() == mostFields) {
                throw new MalformedResponseException("too many fields");
            }
            fields.add(field(lineEnd));
            at = next(lineEnd);
        }
        return new ResponseHead(status, minor, fields);
    }

    private int minorVersion(int lineEnd) throws MalformedResponseException {
        boolean known = lineEnd - at >= STATUS_AT
                && text(at, at + VERSION.length()).equals(VERSION)
                && bytes[at + STATUS_AT - 1] == ' ';
        int minor = known ? bytes[at + VERSION.length()] - '0' : -1;
        if (minor != 0 && minor != 1) {
            throw new MalformedResponseException("not a version of HTTP/1");
        }
        return minor;
    }

    private int status(int lineEnd) throws MalformedResponseException {
        int from = at + STATUS_AT;
        int to = from + 3;
        boolean three = to <= lineEnd
                && bytes[from] >= '1'
                && bytes[from] <= '9'
                && FieldCharacters.isDigit(bytes[from + 1])
                && FieldCharacters.isDigit(bytes[from + 2])
                && (to == lineEnd || bytes[to] == ' ');
        if (!three) {
            throw new MalformedResponseException("not a status");
        }
        requireContent(to, lineEnd);
        return Integer.parseInt(text(from, to));
    }

    /** No blank before the colon, and no line that continues another one (RFC 9112, 5.1 and 5.2). */
    private Field field(int lineEnd) throws MalformedResponseException {
        int colon = at;
        while (colon < lineEnd && FieldCharacters.isToken(bytes[colon])) {
            colon++;
        }
        if (colon == at || colon == lineEnd || bytes[colon] != ':') {
            throw new MalformedResponseException("not a field");
        }
        int from = colon + 1;
        int to = lineEnd;
        while (from < to && FieldCharacters.isBlank(bytes[from])) {
            from++;
        }
        while (to > from && FieldCharacters.isBlank(bytes[to - 1])) {
            to--;
        }
        requireContent(from, to);
        return new Field(text(at, colon), text(from, to));
    }

    private void requireContent(int from, int to) throws MalformedResponseException {
        for (int i = from; i < to; i++) {
            if (!FieldCharacters.isFieldContent(bytes[i] & 0xff)) {
                throw new MalformedResponseException("a control character in a line");
            }
        }
    }

    /** Where the line that begins here ends, without its line feed and the return before it (RFC 9112, 2.2). */
    private int lineEnd() throws MalformedResponseException {
        for (int i = at; i < end; i++) {
            if (bytes[i] == '\n') {
                return i > at && bytes[i - 1] == '\r' ? i - 1 : i;
            }
        }
        throw new MalformedResponseException("no end of a line");
    }

    private int next(int lineEnd) {
        return bytes[lineEnd] == '\r' ? lineEnd + 2 : lineEnd + 1;
    }

    private String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
