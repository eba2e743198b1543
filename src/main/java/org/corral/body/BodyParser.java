package org.corral.body;

import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.ollama.BodyForm;

/** Finds out what a body asks for. Takes as long as reading it in memory does. */
public final class BodyParser {
    private BodyParser() {}

    /**
     * @param body is changed so that it has no other meaning than what was found
     * @param contentType the field of the request; empty text if there is none
     * @param reduction what is to be taken out of JSON
     * @throws RefusedException 400 for what can't be understood in one way only
     */
    public static RequestedModels read(BodyForm form, WholeBody body, String contentType, BodyReduction reduction)
            throws RefusedException {
        try {
            return form == BodyForm.MULTIPART
                    ? MultipartReader.read(body, contentType)
                    : JsonReader.read(body, form, reduction);
        } catch (MalformedBodyException e) {
            throw new RefusedException(Refusal.badRequest(String.valueOf(e.getMessage())));
        }
    }
}
