package org.corral.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A secret that lies in a file, as Docker and Kubernetes provide it. */
final class SecretFile {
    private static final int LARGEST = 64 << 10;

    private SecretFile() {}

    /** The content without the line end that editors and {@code echo} leave behind. Only one: more is not an accident. */
    static String read(Path path) throws WrongValueException {
        String text = decode(bytes(path)).replaceFirst("\\r?\\n\\z", "");
        if (text.isBlank()) {
            throw new WrongValueException("is empty", "a file that holds the secret and nothing else");
        }
        return text;
    }

    private static byte[] bytes(Path path) throws WrongValueException {
        if (Files.notExists(path)) {
            throw new WrongValueException("does not exist", "the path of a file that holds the secret");
        }
        if (!Files.exists(path)) {
            throw unreadable();
        }
        // A pipe without a writer would hang the server's start.
        if (!Files.isRegularFile(path)) {
            throw new WrongValueException("is a folder or a device", "the path of a file that holds the secret");
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new WrongValueException("is larger than 64KB", "a file that holds the secret and nothing else");
            }
            return bytes;
        } catch (IOException e) {
            throw unreadable();
        }
    }

    private static String decode(byte[] bytes) throws WrongValueException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new WrongValueException("is not text in UTF-8", "a file that holds the secret and nothing else");
        }
    }

    private static WrongValueException unreadable() {
        return new WrongValueException("can't be read by the user who runs the server", "");
    }
}
