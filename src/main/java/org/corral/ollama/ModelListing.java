package org.corral.ollama;

/** The content of a list of models, and the field of the answer that has its entries. */
public enum ModelListing {
    /** The models that a server has. */
    INSTALLED("models", true),
    /** The models in a server's memory. */
    RUNNING("models", false),
    /** The models that a server has, as OpenAI's API shows them. */
    OPENAI("data", true);

    private final String field;
    private final boolean once;

    ModelListing(String field, boolean once) {
        this.field = field;
        this.once = once;
    }

    public String field() {
        return field;
    }

    /** Whether the lists of several servers, put together, name each model once. */
    public boolean namesEachModelOnce() {
        return once;
    }
}
