package org.corral.body;

import java.util.EnumSet;
import java.util.Set;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;

/** How a body says what it asks for. */
public enum BodyForm {
    /** JSON of Ollama's own API. */
    NATIVE(EnumSet.allOf(ModelField.class)),
    /** JSON of OpenAI's and Anthropic's APIs. */
    OPENAI(EnumSet.of(ModelField.MODEL)),
    /** A form with a file. */
    MULTIPART(EnumSet.noneOf(ModelField.class));

    @SuppressWarnings("ImmutableEnumChecker") // Set.copyOf is immutable, only its type doesn't say so.
    private final Set<ModelField> known;

    BodyForm(Set<ModelField> known) {
        this.known = Set.copyOf(known);
    }

    /**
     * Finds out what a body asks for. Takes as long as reading it in memory does.
     *
     * @param body is changed so that it has no other meaning than what was found
     * @param contentType the field of the request; empty text if there is none
     * @throws RefusedException 400 for what can't be understood in one way only
     */
    public Asked read(WholeBody body, String contentType) throws RefusedException {
        try {
            return this == MULTIPART ? MultipartReader.read(body, contentType) : JsonReader.read(body, known);
        } catch (MalformedBodyException e) {
            throw new RefusedException(Refusal.badRequest(String.valueOf(e.getMessage())));
        }
    }
}
