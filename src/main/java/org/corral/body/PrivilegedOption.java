package org.corral.body;

/** Something that a request may want beyond an answer of the models that it names. */
public enum PrivilegedOption {
    /** {@code keep_alive}: the model is to leave the memory after the answer, or to stay there for ever. */
    KEEP_ALIVE,
    /** {@code keep_alive} without a prompt: the model is to leave the memory, whoever uses it. */
    UNLOAD,
    /** {@code _debug_render_only}: the prompt as the model would see it, in place of an answer. */
    RENDERED_PROMPT,
    /** A tool of the kind {@code web_search}: Ollama asks its maker's search, in the name of the server's owner. */
    WEB_SEARCH,
    /** {@code files} and their like, and the {@code modelfile} of old: parts of models that are there, whatever model they belong to. */
    PARTS,
    /** {@code remote_host}: a model that another company runs, under whatever name. */
    REMOTE
}
