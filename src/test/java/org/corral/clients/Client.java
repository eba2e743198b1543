package org.corral.clients;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A client, and what it can do; its script has the calls for that. */
enum Client {
    OLLAMA_JS(Language.NODE, "ollama"),
    OLLAMA_PYTHON(Language.PYTHON, "with_ollama"),
    LANGCHAIN_OLLAMA(Language.NODE, "langchain-ollama"),
    OPENAI_JS(Language.NODE, "openai"),
    OPENAI_PYTHON(Language.PYTHON, "with_openai"),
    LANGCHAIN_OPENAI(Language.NODE, "langchain-openai"),
    ANTHROPIC_JS(Language.NODE, "anthropic");

    private final Language language;
    private final String script;

    Client(Language language, String script) {
        this.language = language;
        this.script = script;
    }

    static Stream<Client> there() {
        return Arrays.stream(values())
                .filter(client -> WithClients.AreThere.languages().contains(client.language));
    }

    Language language() {
        return language;
    }

    /** The file below {@code examples} that shows people how it is done. */
    String example() {
        return script + language.suffix();
    }

    /** So long is the answer to its example: Anthropic's interface wants a limit, and the stand-in goes up to it. */
    int exampleTokens() {
        return this == ANTHROPIC_JS ? 1000 : 5;
    }

    List<String> running(String folder) {
        return language.running(folder + "/" + script);
    }

    Stream<Question> questions() {
        return ways().map(name -> new Question(this, name));
    }

    private Stream<String> ways() {
        return switch (this) {
            case OLLAMA_JS, OLLAMA_PYTHON, LANGCHAIN_OLLAMA -> Stream.of("chat", "generate");
            case OPENAI_JS, OPENAI_PYTHON -> Stream.of("chat", "completions", "responses");
            case LANGCHAIN_OPENAI -> Stream.of("chat", "completions");
            case ANTHROPIC_JS -> Stream.of("messages");
        };
    }

    /** LangChain lists no models. */
    boolean listsModels() {
        return this != LANGCHAIN_OLLAMA && this != LANGCHAIN_OPENAI;
    }

    /** Anthropic has no embeddings. */
    boolean embeds() {
        return this != ANTHROPIC_JS;
    }

    /** Whose errors are Ollama's own. */
    boolean isNative() {
        return this == OLLAMA_JS || this == OLLAMA_PYTHON || this == LANGCHAIN_OLLAMA;
    }
}
