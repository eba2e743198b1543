package org.corral.body;

import java.util.Set;

/** Finds out whether a body asks a model anything; if it does not, the model is only loaded, or unloaded. For one body. */
final class PromptPresence {
    private static final Set<String> FIELDS = Set.of("prompt", "messages", "input");
    private static final long NOWHERE = -1;

    private boolean asked;
    private long text = NOWHERE; // the first character of one that may be empty

    /** A text, in the outermost object or within one of its fields. */
    void hasText(String outermostKey, int depth, long at) {
        if (FIELDS.contains(outermostKey)) {
            asked |= depth > 1;
            text = at;
        }
    }

    /** An object or a list. */
    void hasPart(String outermostKey, int depth) {
        asked |= depth > 1 && FIELDS.contains(outermostKey);
    }

    /** A text may be long, so it is not taken out of the body to see whether it is empty. */
    boolean isAsked(Utf8Reader body) {
        if (asked || text == NOWHERE) {
            return asked;
        }
        return body.byteAt(text + 1) != '"';
    }
}
