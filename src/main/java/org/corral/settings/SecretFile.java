package org.corral.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a secret from a file, as Docker and Kubernetes provide it. */
final class SecretFile {
    private static final int LARGEST = 64 << 10;
    private static final String NOTHING_ELSE = "a file that holds the secret and nothing else";

    private SecretFile() {}

    /**
     * The content without a byte order mark, and without the line end that editors and {@code echo} leave behind. Only
     * one line end is removed, since more of them are no accident.
     */
    static String read(Path path) throws WrongValueException {
        String written = decode(bytes(path));
        String text = written.replaceFirst("\\r?\\n\\z", "");
        if (text.isBlank()) {
            throw new WrongValueException("is empty", NOTHING_ELSE);
        }
        if (written.endsWith(" \r\n")) {
            // Else nobody would find out why the password is wrong.
            throw new WrongValueException(
                    "ends in a blank, which Windows' echo leaves before a >", "a file without that blank");
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
        // The start of the server would wait for ever for a pipe without a writer.
        if (!Files.isRegularFile(path)) {
            throw new WrongValueException("is a folder or a device", "the path of a file that holds the secret");
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new WrongValueException("is larger than 64KB", NOTHING_ELSE);
            }
            return bytes;
        } catch (IOException e) {
            throw unreadable();
        }
    }

    private static String decode(byte[] bytes) throws WrongValueException {
        try {
            return EncodedText.decode(bytes);
        } catch (CharacterCodingException e) {
            throw new WrongValueException("is not text in UTF-8", NOTHING_ELSE);
        }
    }

    private static WrongValueException unreadable() {
        return new WrongValueException("can't be read by the user who runs the server", "");
    }
}
