package org.corral.body;

import java.util.Locale;
import java.util.Optional;
import org.corral.ollama.BodyForm;

/** The fields by which Ollama's routes name a model, the one that counts first where several are given. */
enum ModelField {
    MODEL,
    NAME,
    SOURCE,
    DESTINATION,
    FROM;

    /**
     * @param key as {@link UniqueKeys#fold} makes it
     * @param form the other APIs know the first field only
     */
    static Optional<ModelField> of(String key, BodyForm form) {
        Optional<ModelField> field =
                switch (key) {
                    case "model" -> Optional.of(MODEL);
                    case "name" -> Optional.of(NAME);
                    case "source" -> Optional.of(SOURCE);
                    case "destination" -> Optional.of(DESTINATION);
                    case "from" -> Optional.of(FROM);
                    default -> Optional.empty();
                };
        return field.filter(found -> form == BodyForm.NATIVE || found == MODEL);
    }

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
