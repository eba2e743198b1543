package org.corral.proxy;

import java.util.Optional;
import org.corral.body.BodyForm;

/** What a route is for: what its body looks like, and how a model's name is found. */
enum RouteKind {
    /** Passes as it is, without a body. */
    PLAIN,
    /** A list of models, without those that the caller may not use. */
    LIST,
    /** The path ends in a model's name. */
    MODEL_IN_PATH,
    /** JSON of Ollama's own API. */
    NATIVE(BodyForm.NATIVE),
    /** The same, to change which models are there. */
    MANAGE(BodyForm.NATIVE),
    /** JSON of OpenAI's and Anthropic's APIs. */
    OPENAI(BodyForm.OPENAI),
    /** A form with a file. */
    FORM(BodyForm.MULTIPART),
    /** A part of a model, of any size: streamed. */
    UPLOAD;

    private final Optional<BodyForm> form;

    RouteKind() {
        this.form = Optional.empty();
    }

    RouteKind(BodyForm form) {
        this.form = Optional.of(form);
    }

    /** Of a body that is read as a whole; empty if there is none such. */
    Optional<BodyForm> form() {
        return form;
    }
}
