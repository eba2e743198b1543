package org.corral.body;

import org.corral.http.Refusal;
import org.corral.http.RefusedException;

/** How a body says what it asks for. */
public enum BodyForm {
    /** JSON of Ollama's own API. */
    NATIVE,
    /** JSON of OpenAI's and Anthropic's APIs. */
    OPENAI,
    /** A form with a file. */
    MULTIPART;

    /**
     * Finds out what a body asks for. Takes as long as reading it in memory does.
     *
     * @param body is changed so that it has no other meaning than what was found
     * @param contentType the field of the request; empty text if there is none
     * @param reduction what is to be taken out of JSON
     * @throws RefusedException 400 for what can't be understood in one way only
     */
    public RequestedModels read(WholeBody body, String contentType, BodyReduction reduction) throws RefusedException {
        try {
            return this == MULTIPART ? MultipartReader.read(body, contentType) : JsonReader.read(body, this, reduction);
        } catch (MalformedBodyException e) {
            throw new RefusedException(Refusal.badRequest(String.valueOf(e.getMessage())));
        }
    }
}
