package org.corral.settings;

import java.util.ArrayList;
import java.util.List;

/** Collects mistakes, one line for each, and decides which values a line may repeat. */
final class Mistakes {
    private static final int LONGEST_QUOTE = 60;

    private final List<String> lines = new ArrayList<>();

    void add(Setting setting, RawSetting raw, WrongValueException wrong) {
        String accepted = wrong.accepted().isEmpty() ? "" : "; accepted: " + wrong.accepted();
        lines.add(raw.origin() + ": " + subject(setting, raw) + " " + wrong.problem() + accepted);
    }

    void add(Origin origin, String problem) {
        lines.add(origin + ": " + problem);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    private static String subject(Setting setting, RawSetting raw) {
        if (raw.isFile()) {
            // Not even the path, since somebody may have put the secret in its place.
            return "the file";
        }
        String text = raw.written();
        boolean shown = setting.isQuotable() && isShort(text) && !mayHoldSecret(text);
        return shown ? '"' + text + '"' : "the value";
    }

    /** A name, which may be any text that the operator has written. */
    static String name(String name) {
        return isShort(name) ? name : "a name of " + name.length() + " characters";
    }

    private static boolean isShort(String text) {
        return text.length() <= LONGEST_QUOTE && Texts.isPrintable(text);
    }

    // user:password@host, and keys in a query.
    private static boolean mayHoldSecret(String text) {
        return text.chars().anyMatch(c -> c == '@' || c == '?' || c == '#');
    }
}
