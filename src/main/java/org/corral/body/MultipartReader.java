package org.corral.body;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.corral.http.RefusedException;
import org.corral.model.ModelName;

/**
 * Reads what a form with a file asks for (RFC 7578), and writes it anew: the parts as they were understood here, so that
 * nobody can understand them in another way. For one body.
 */
final class MultipartReader {
    private static final int MOST_PARTS = 100;
    private static final int LONGEST_HEAD = 8 << 10;
    private static final int LONGEST_MODEL = 1000;

    private static final Pattern TYPE = Pattern.compile(
            "multipart/form-data\\s*;\\s*boundary=(\"?)([A-Za-z0-9'()+_,./:=?-]{1,70})\\1\\s*(?:;\\s*charset=[\"A-Za-z0-9-]+\\s*)?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern DISPOSITION = Pattern.compile(
            "form-data\\s*;\\s*name=(\"?)([A-Za-z0-9_.\\[\\]-]{1,100})\\1\\s*(?:;\\s*filename=(\"?)([^\"\\r\\n]{0,500})\\3\\s*)?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern MEDIA_TYPE = Pattern.compile("[A-Za-z0-9!#$&^_.+/;= -]{0,200}");

    private final byte[] bytes;
    private final String boundary;
    private final List<ByteBuffer> written = new ArrayList<>();
    private final List<String> models = new ArrayList<>();
    private int at;

    private MultipartReader(byte[] bytes, String boundary) {
        this.bytes = bytes;
        this.boundary = boundary;
    }

    /**
     * @param body becomes what was understood
     * @param contentType the field of the request
     * @throws RefusedException 503 if there is no memory for it
     */
    static Asked read(WholeBody body, String contentType) throws MalformedBodyException, RefusedException {
        Matcher type = TYPE.matcher(contentType.strip());
        if (!type.matches()) {
            throw new MalformedBodyException(
                    "The request body is not a form: send multipart/form-data with a boundary.");
        }
        MultipartReader reader = new MultipartReader(body.join(), type.group(2));
        reader.readParts();
        body.replace(reader.written);
        return Asked.of(reader.models);
    }

    private void readParts() throws MalformedBodyException {
        byte[] delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
        require(startsWith(delimiter, 2, 0));
        at = delimiter.length - 2;
        int parts = 0;
        while (!isLast()) {
            require(++parts <= MOST_PARTS);
            require(at + 2 <= bytes.length && bytes[at] == '\r' && bytes[at + 1] == '\n');
            at += 2;
            readPart(delimiter);
        }
        write("--" + boundary + "--\r\n");
    }

    /** Two hyphens behind the delimiter; what follows them is nobody's. */
    private boolean isLast() {
        return at + 2 <= bytes.length && bytes[at] == '-' && bytes[at + 1] == '-';
    }

    private void readPart(byte[] delimiter) throws MalformedBodyException {
        Matcher disposition = DISPOSITION.matcher("");
        String mediaType = "";
        boolean found = false;
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            require(colon > 0);
            String value = line.substring(colon + 1).strip();
            switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "content-disposition" -> {
                    require(!found && disposition.reset(value).matches());
                    found = true;
                }
                case "content-type" -> {
                    require(mediaType.isEmpty() && MEDIA_TYPE.matcher(value).matches());
                    mediaType = value;
                }
                default -> require(!line.toLowerCase(Locale.ROOT).startsWith("content-transfer-encoding"));
            }
        }
        require(found);
        // To Ollama this part would be empty, and what follows another part.
        require(!startsWith(delimiter, 2, at));
        int end = find(delimiter);
        writePart(disposition, mediaType, ByteBuffer.wrap(bytes, at, end - at));
        at = end + delimiter.length;
    }

    private void writePart(Matcher disposition, String mediaType, ByteBuffer content) throws MalformedBodyException {
        String name = disposition.group(2);
        String file = Optional.ofNullable(disposition.group(4)).orElse("");
        write("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\""
                + (file.isEmpty() ? "" : "; filename=\"" + file.replace("\\", "_") + "\"")
                + (mediaType.isEmpty() ? "" : "\r\nContent-Type: " + mediaType)
                + "\r\n\r\n");
        // Without a name a file is a field like others.
        if (file.isEmpty() && name.equalsIgnoreCase("model")) {
            write(model(content));
        } else {
            written.add(content);
        }
        write("\r\n");
    }

    /** Notes a model's name; without its blanks it must not look like a delimiter. */
    private String model(ByteBuffer content) throws MalformedBodyException {
        require(content.remaining() <= LONGEST_MODEL);
        String model = ModelName.trim(StandardCharsets.UTF_8.decode(content).toString());
        require(!model.startsWith("-") && model.chars().noneMatch(Character::isISOControl));
        models.add(model);
        return model;
    }

    private String line() throws MalformedBodyException {
        int start = at;
        while (at + 1 < bytes.length && at - start < LONGEST_HEAD) {
            if (bytes[at] == '\r' && bytes[at + 1] == '\n') {
                String line = new String(bytes, start, at - start, StandardCharsets.UTF_8);
                at += 2;
                return line;
            }
            at++;
        }
        throw malformed();
    }

    private int find(byte[] wanted) throws MalformedBodyException {
        for (int i = at; i + wanted.length <= bytes.length; i++) {
            if (startsWith(wanted, 0, i)) {
                return i;
            }
        }
        throw malformed();
    }

    private boolean startsWith(byte[] wanted, int from, int where) {
        if (where + wanted.length - from > bytes.length) {
            return false;
        }
        for (int i = from; i < wanted.length; i++) {
            if (bytes[where + i - from] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private void write(String text) {
        written.add(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void require(boolean right) throws MalformedBodyException {
        if (!right) {
            throw malformed();
        }
    }

    private static MalformedBodyException malformed() {
        return new MalformedBodyException("The request body is not a form as RFC 7578 has it.");
    }
}
