package org.corral.clients;

/** One way in which a client asks a model, answered at once or streamed. */
record Question(Client client, String name) {
    /** What the client's script calls the streamed one. */
    String streamed() {
        return name + " streamed";
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
