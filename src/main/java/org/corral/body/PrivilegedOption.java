package org.corral.body;

/** What a request may want beyond an answer of the models that it names. */
public enum PrivilegedOption {
    /** By {@code keep_alive}: the model is to leave the memory after the answer, or to stay there for ever. */
    KEEP_ALIVE,
    /** By {@code keep_alive} where nothing is asked: the model is to leave the memory, whoever uses it. */
    UNLOAD,
    /** By {@code _debug_render_only}: the prompt as the model would see it, in place of an answer. */
    RENDERED_PROMPT,
    /** By a tool of the kind {@code web_search}: Ollama asks its maker's search, in the name of the server's owner. */
    WEB_SEARCH,
    /** By {@code files} and their like, and by the {@code modelfile} of old: parts of models that are there, whatever model they belong to. */
    PARTS,
    /** By {@code remote_host}: a model that another company runs, under whatever name. */
    REMOTE
}
