package org.corral.body;

import java.util.Set;

/** Finds out whether a body has a prompt; without one the model is only loaded, or unloaded. Reads one body. */
final class PromptPresence {
    private static final Set<String> FIELDS = Set.of("prompt", "messages", "input");
    private static final long NOWHERE = -1;

    private boolean present;
    private long text = NOWHERE; // the first character of one that may be empty

    /** A text, in the outermost object or within one of its fields. */
    void hasText(String outermostKey, int depth, long at) {
        if (FIELDS.contains(outermostKey)) {
            present |= depth > 1;
            text = at;
        }
    }

    /** An object or a list. */
    void hasPart(String outermostKey, int depth) {
        present |= depth > 1 && FIELDS.contains(outermostKey);
    }

    /** A text may be long, so it is not taken out of the body to see whether it is empty. */
    boolean isAsked(Utf8Reader body) {
        if (present || text == NOWHERE) {
            return present;
        }
        return body.byteAt(text + 1) != '"';
    }
}
