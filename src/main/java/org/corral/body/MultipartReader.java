package org.corral.body;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.corral.http.RefusedException;

/**
 * Reads what a form with a file asks for, as RFC 7578, RFC 2046 and Go's reader have it: whatever stands before, between and
 * behind the parts, with names in quotes or without. Another form is sent on, made of what was understood here, so
 * that nobody can understand it in another way. Reads one body.
 */
final class MultipartReader {
    private static final int MOST_PARTS = 100;
    /** The limits of one part. */
    private static final int LONGEST_HEAD = 8 << 10;

    private static final int LONGEST_BOUNDARY = 200;

    private static final String FORM = "multipart/form-data";

    /** The kinds of line that begin with the boundary. */
    private enum Delimiter {
        BETWEEN,
        LAST,
        /** Content that begins so. */
        NONE
    }

    private final byte[] bytes;
    private final byte[] dashes; // two, and the boundary
    private final FormWriter writer = new FormWriter();
    private byte[] newline = {'\r', '\n'}; // before every delimiter but the first
    private int at;

    private MultipartReader(byte[] bytes, String boundary) {
        this.bytes = bytes;
        this.dashes = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * @param body becomes what was understood
     * @param contentType the field of the request
     * @throws RefusedException 503 if there is no memory for it
     */
    static RequestedModels read(WholeBody body, String contentType) throws MalformedBodyException, RefusedException {
        String boundary = boundary(contentType);
        MultipartReader reader = new MultipartReader(body.join(), boundary);
        reader.readParts();
        FormWriter written = reader.writer;
        body.replace(written.end(), written.mediaType());
        return RequestedModels.of(written.models());
    }

    private static String boundary(String contentType) throws MalformedBodyException {
        FieldValue type = FieldValue.parse(contentType);
        return type.parameter("boundary")
                .filter(text -> type.value().equals(FORM) && !text.isEmpty() && text.length() <= LONGEST_BOUNDARY)
                .orElseThrow(() -> new MalformedBodyException(
                        "The request body is not a form: send multipart/form-data with a boundary."));
    }

    private void readParts() throws MalformedBodyException {
        int parts = 0;
        for (Delimiter next = first(); next == Delimiter.BETWEEN; next = readPart()) {
            if (++parts > MOST_PARTS) {
                throw new MalformedBodyException("The form has more than " + MOST_PARTS + " parts.");
            }
        }
    }

    /** Lines before the first delimiter are nobody's (RFC 2046, 5.1.1). */
    private Delimiter first() throws MalformedBodyException {
        while (at < bytes.length) {
            Delimiter delimiter = delimiter();
            if (delimiter != Delimiter.NONE) {
                if (at >= 1 && bytes[at - 1] == '\n' && (at < 2 || bytes[at - 2] != '\r')) {
                    // A form without returns there has none anywhere.
                    newline = new byte[] {'\n'};
                }
                return delimiter;
            }
            nextLine();
        }
        throw cutShort();
    }

    /** The kind of the line at hand; a delimiter is passed, with the blanks and the end of its line. */
    private Delimiter delimiter() {
        if (!startsWith(dashes, at)) {
            return Delimiter.NONE;
        }
        int end = at + dashes.length;
        boolean last = end + 1 < bytes.length && bytes[end] == '-' && bytes[end + 1] == '-';
        end += last ? 2 : 0;
        while (end < bytes.length && (bytes[end] == ' ' || bytes[end] == '\t')) {
            end++;
        }
        int line = end;
        if (line < bytes.length && bytes[line] == '\r') {
            line++;
        }
        boolean ends = line < bytes.length && bytes[line] == '\n';
        if (!ends && !(last && end == bytes.length)) {
            return Delimiter.NONE;
        }
        at = ends ? line + 1 : end;
        return last ? Delimiter.LAST : Delimiter.BETWEEN;
    }

    /** @return the delimiter behind it */
    private Delimiter readPart() throws MalformedBodyException {
        Map<String, String> head = head();
        String encoding = head.getOrDefault("content-transfer-encoding", "").toLowerCase(Locale.ROOT);
        if (encoding.equals("base64") || encoding.equals("quoted-printable")) {
            throw new MalformedBodyException("The form has a part in " + encoding
                    + ": send all parts as they are, without Content-Transfer-Encoding (RFC 7578, 4.7).");
        }
        int start = at;
        int end = start;
        Delimiter next = delimiter();
        // Else without content, and even without the line that ends it.
        while (next == Delimiter.NONE) {
            end = find(newline, at);
            at = end + newline.length;
            next = delimiter();
        }
        FieldValue disposition = FieldValue.parse(head.getOrDefault("content-disposition", ""));
        Optional<String> name = disposition.parameter("name").filter(text -> !text.isEmpty());
        // Others are no fields of the form; Ollama passes them over, too.
        if (disposition.value().equals("form-data") && name.isPresent()) {
            writer.part(
                    name.get(),
                    disposition.parameter("filename").orElse(""),
                    head.getOrDefault("content-type", ""),
                    ByteBuffer.wrap(bytes, start, end - start));
        }
        return next;
    }

    /** The fields of a part by their names in lower case; lines that begin with a blank go on with the one before. */
    private Map<String, String> head() throws MalformedBodyException {
        Map<String, String> fields = new HashMap<>();
        int most = at + LONGEST_HEAD;
        String line = line(most);
        while (!line.isEmpty()) {
            StringBuilder whole = new StringBuilder(line);
            for (line = line(most); line.startsWith(" ") || line.startsWith("\t"); line = line(most)) {
                whole.append(' ').append(line.strip());
            }
            int colon = whole.indexOf(":");
            String name = whole.substring(0, Math.max(0, colon)).strip().toLowerCase(Locale.ROOT);
            if (name.isEmpty()) {
                throw new MalformedBodyException("The form has a part whose head has a line that is no field.");
            }
            if (fields.put(name, whole.substring(colon + 1).strip()) != null && name.startsWith("content-")) {
                throw new MalformedBodyException("The form has a part with " + name + " twice.");
            }
        }
        return fields;
    }

    /** Without its end. */
    private String line(int most) throws MalformedBodyException {
        int start = at;
        nextLine();
        if (at > most) {
            throw new MalformedBodyException(
                    "The form has a part whose head has more than " + LONGEST_HEAD + " bytes.");
        }
        int end = at - 1;
        if (end > start && bytes[end - 1] == '\r') {
            end--;
        }
        String line = new String(bytes, start, end - start, StandardCharsets.UTF_8);
        if (line.chars().anyMatch(c -> c != '\t' && Character.isISOControl(c))) {
            throw new MalformedBodyException("The form has a part whose head has control characters.");
        }
        return line;
    }

    private void nextLine() throws MalformedBodyException {
        at = find(new byte[] {'\n'}, at) + 1;
    }

    private int find(byte[] wanted, int from) throws MalformedBodyException {
        for (int i = from; i + wanted.length <= bytes.length; i++) {
            if (bytes[i] == wanted[0] && startsWith(wanted, i)) {
                return i;
            }
        }
        throw cutShort();
    }

    private boolean startsWith(byte[] wanted, int where) {
        if (where + wanted.length > bytes.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (bytes[where + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private static MalformedBodyException cutShort() {
        return new MalformedBodyException("The form has no last boundary, or is no form as RFC 7578 has it.");
    }
}
