package org.corral.body;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.corral.http.RefusedException;

/** The keys of the objects that are open while JSON is read: no object has one twice, and all of them together are not much. */
final class UniqueKeys {
    /** Characters, and what else each key takes: enough for the conversations that there are. */
    private static final int MOST = 5_000_000;

    private static final int FOR_EACH = 100;

    private static final class Open {
        private final Set<String> keys = new HashSet<>();
        private int cost;
    }

    private final Deque<Open> open = new ArrayDeque<>();
    private final WorkingMemory memory;
    private int cost;

    /** @param memory against which they are counted, too, for as long as they are kept */
    UniqueKeys(WorkingMemory memory) {
        this.memory = memory;
    }

    void objectBegins() {
        open.push(new Open());
    }

    void objectEnds() {
        int closed = open.pop().cost;
        cost -= closed;
        memory.gives(closed);
    }

    /**
     * @throws MalformedBodyException if the innermost object has this key already
     * @throws RefusedException 503 if there is no memory left for it
     */
    void add(String key) throws MalformedBodyException, RefusedException {
        Open innermost = open.getFirst();
        // Ollama folds those of the outermost object, and takes the last of two that are alike.
        if (!innermost.keys.add(open.size() == 1 ? fold(key) : key)) {
            throw new MalformedBodyException(
                    "The request body has a key twice in one object, or twice but for upper and lower case.");
        }
        int more = FOR_EACH + key.length();
        innermost.cost += more;
        cost += more;
        memory.takes(more);
        if (cost > MOST) {
            throw new MalformedBodyException("The request body has too many keys.");
        }
    }

    /**
     * As Go's {@code encoding/json} finds the field that a key means: whatever Unicode's simple folding makes the same
     * letters. Since all fields have names in ASCII, that is their other case, the long s and the sign for Kelvin.
     */
    static String fold(String key) {
        StringBuilder folded = new StringBuilder(key.length());
        for (int i = 0; i < key.length(); i++) {
            folded.append(fold(key.charAt(i)));
        }
        return folded.toString();
    }

    private static char fold(char c) {
        return switch (c) {
            case '\u017f' -> 's';
            case '\u212a' -> 'k';
            default -> c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
        };
    }
}
