package org.corral.account;

import java.util.List;
import org.corral.ollama.AllowList;

/** Lists of models as the database keeps them: one pattern on each line, without blanks. */
final class ModelText {
    private ModelText() {}

    static String of(AllowList list) {
        return String.join("\n", list.patterns());
    }

    static AllowList parse(String text) {
        return AllowList.of(text.isEmpty() ? List.of() : List.of(text.split("\n", -1)));
    }
}
