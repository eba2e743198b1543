package org.corral.body;

import java.util.ArrayList;
import java.util.List;

/** Where the tools of a list stand in a body, and what goes if some of them may not stay. They come in order; all places are characters. */
final class ToolList {
    /** Stands in for JSON without meaning, since a body has no empty pieces. */
    private static final String BLANK = " ";
    /** Each goes through the pieces of a body, and no program offers more. */
    private static final int MOST = 100;

    private static final long NOWHERE = -1;

    private final List<Edit> edits = new ArrayList<>();
    private long begin = NOWHERE; // of the tool at hand
    private long kept = NOWHERE; // the end of the last one that stays
    private long from = NOWHERE; // where what goes begins, if something is to go
    private long to = NOWHERE;
    private boolean unwanted; // the tool at hand
    private boolean odd;

    void begins(long at) {
        begin = at;
        unwanted = false;
    }

    /** The kind of the tool at hand. */
    void isUnwanted() {
        unwanted = true;
    }

    void ends(long at) {
        if (unwanted) {
            from = from != NOWHERE ? from : kept != NOWHERE ? kept : begin;
            to = at;
        } else {
            if (from != NOWHERE) {
                // The comma before it goes as well; the first one that stays has none before it.
                cut(kept == NOWHERE ? begin : to);
            }
            kept = at;
        }
    }

    /** Something else than a tool stands in the list. */
    void hasSomethingElse() {
        odd = true;
    }

    private void cut(long end) {
        odd |= edits.size() == MOST;
        if (!odd) {
            edits.add(new Edit(from, end, BLANK));
        }
        from = NOWHERE;
    }

    /**
     * The edits that make the list one without them; nothing more may come.
     *
     * @return nothing if that can't be done
     */
    List<Edit> cuts() {
        if (from != NOWHERE) {
            cut(to);
        }
        return odd ? List.of() : edits;
    }
}
