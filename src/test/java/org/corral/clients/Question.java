package org.corral.clients;

/** One way in which a client asks a model, answered at once or streamed. */
record Question(Client client, String name) {
    /** What the client's script calls the streamed one. */
    String streamed() {
        return name + " streamed";
    }

    /**
     * Whether the client can break off a streamed one. LangChain's {@code Ollama} throws at the next part, but keeps the
     * connection open and reads no more.
     */
    boolean canBeLeft() {
        return client != Client.LANGCHAIN_OLLAMA || !name.equals("generate");
    }

    /** Where it comes to Ollama. */
    String path() {
        return switch (name) {
            case "chat" -> client.isNative() ? "/api/chat" : "/v1/chat/completions";
            case "generate" -> "/api/generate";
            default -> "/v1/" + name;
        };
    }

    @Override
    public String toString() {
        return client + " " + name;
    }
}
