package org.corral.body;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.corral.ollama.ModelName;

/**
 * Writes a form in one spelling: with a boundary that the sender of the parts could not know, names in quotes with
 * nothing in them that would have to be escaped, and no other field than the two that say what a part is. Writes one form.
 */
final class FormWriter {
    private static final int BOUNDARY_BYTES = 16;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_FILE_NAME = 255;
    private static final int LONGEST_MODEL = 1000;
    private static final Pattern MEDIA_TYPE = Pattern.compile("[A-Za-z0-9!#$&^_.+/;=\" -]{1,200}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String boundary = boundary();
    private final List<ByteBuffer> written = new ArrayList<>();
    private final List<String> models = new ArrayList<>();

    private static String boundary() {
        byte[] bytes = new byte[BOUNDARY_BYTES];
        RANDOM.nextBytes(bytes);
        return "corral-" + HexFormat.of().formatHex(bytes);
    }

    /** The media type of the form, for the request's own {@code Content-Type}. */
    String mediaType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    /** Every name of a model that is in a field for it, but for empty ones. */
    List<String> models() {
        return models;
    }

    /**
     * @param file the name of the file; without one it is a field like others
     * @param mediaType left out if it is nothing that can be passed on
     */
    void part(String name, String file, String mediaType, ByteBuffer content) throws MalformedBodyException {
        if (name.length() > LONGEST_NAME || !name.equals(plain(name))) {
            throw new MalformedBodyException("The form has a field whose name is too long, or has control characters,"
                    + " quotes or backslashes in it.");
        }
        StringBuilder head =
                new StringBuilder("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + '"');
        if (!file.isEmpty()) {
            head.append("; filename=\"").append(fileName(file)).append('"');
        }
        if (MEDIA_TYPE.matcher(mediaType).matches()) {
            head.append("\r\nContent-Type: ").append(mediaType);
        }
        write(head.append("\r\n\r\n").toString());
        if (file.isEmpty() && name.equalsIgnoreCase("model")) {
            write(model(content));
        } else {
            written.add(content);
        }
        write("\r\n");
    }

    /** The end of a long one is kept, which says what kind of file it is. */
    private static String fileName(String text) {
        String plain = plain(text);
        return plain.substring(plain.offsetByCodePoints(
                plain.length(), -Math.min(LONGEST_FILE_NAME, plain.codePointCount(0, plain.length()))));
    }

    /** Writes an underscore in place of each character that some reader gives another meaning within quotes. */
    private static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> Character.isISOControl(c) || c == '"' || c == '\\' || isHalf(c) ? '_' : c)
                .forEach(plain::appendCodePoint);
        return plain.toString();
    }

    private static boolean isHalf(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }

    private String model(ByteBuffer content) throws MalformedBodyException {
        if (content.remaining() > LONGEST_MODEL) {
            throw new MalformedBodyException("The form has a model's name that is too long.");
        }
        String model = ModelName.trim(StandardCharsets.UTF_8.decode(content).toString());
        if (model.chars().anyMatch(Character::isISOControl)) {
            throw new MalformedBodyException("The form has a model's name with control characters in it.");
        }
        if (!model.isEmpty()) {
            models.add(model);
        }
        return model;
    }

    private void write(String text) {
        written.add(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** All of it; nothing may be written after that. */
    List<ByteBuffer> end() {
        write("--" + boundary + "--\r\n");
        return written;
    }
}
