package org.corral.ollama;

/** The form of a request body that is read as a whole before it is sent. */
public enum BodyForm {
    /** JSON of Ollama's own API. */
    NATIVE,
    /** JSON of OpenAI's and Anthropic's APIs. */
    OPENAI,
    /** A form with a file ({@code multipart/form-data}, RFC 7578). */
    MULTIPART
}
