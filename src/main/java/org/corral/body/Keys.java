package org.corral.body;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** The keys of the objects that are open while JSON is read: no object has one twice, and all of them together are not many. */
final class Keys {
    private static final int MOST = 50_000;

    private final Deque<Set<String>> open = new ArrayDeque<>();
    private int count;

    void objectBegins() {
        open.push(new HashSet<>());
    }

    void objectEnds() {
        count -= open.pop().size();
    }

    /** @throws MalformedBodyException if the innermost object has this key already */
    void add(String key) throws MalformedBodyException {
        Set<String> innermost = open.getFirst();
        // Ollama folds those of the outermost object, and takes the last of two that are alike.
        if (!innermost.add(open.size() == 1 ? fold(key) : key)) {
            throw new MalformedBodyException(
                    "The request body has a key twice in one object, or twice but for upper and lower case.");
        }
        if (++count > MOST) {
            throw new MalformedBodyException("The request body has too many keys.");
        }
    }

    /**
     * As Go's {@code encoding/json} compares keys: whatever folds to the same letters, the long s and the sign for Kelvin
     * among them.
     */
    static String fold(String key) {
        String lower = key.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return lower.replace('\u017f', 's').replace('\u212a', 'k');
    }
}
