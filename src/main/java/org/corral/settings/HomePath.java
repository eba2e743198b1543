package org.corral.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Paths as operators write them: {@code ~} is the home of the user who runs the server, relative ones become absolute. */
final class HomePath {
    private HomePath() {}

    /** @param home the system property {@code user.home}, which is {@code ?} or empty for a user without one */
    static Path parse(String text, String home) throws WrongValueException {
        if (!text.startsWith("~")) {
            return absolute(text);
        }
        String rest = text.substring(1);
        if (!rest.isEmpty() && !rest.startsWith("/") && !rest.startsWith("\\")) {
            throw new WrongValueException("names another user's home", "an absolute path, or one that begins with ~/");
        }
        if (home.isBlank() || home.equals("?")) {
            throw new WrongValueException(
                    "can't be found, because the user who runs the server has no home", "an absolute path");
        }
        return absolute(home + rest);
    }

    private static Path absolute(String text) throws WrongValueException {
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new WrongValueException("is not a path", "an absolute path, or one that begins with ~/");
        }
    }
}
