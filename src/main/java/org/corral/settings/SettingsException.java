package org.corral.settings;

import java.util.List;

/** Corral can't start with these settings. The message has one line for each mistake and holds no secret. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SettingsException(List<String> mistakes) {
        super(heading(mistakes.size())
                + String.join("", mistakes.stream().map(line -> "\n  - " + line).toList()));
    }

    private static String heading(int count) {
        return count == 1 ? "A setting is wrong." : count + " settings are wrong.";
    }
}
