package org.corral.standin;

import java.util.List;

/** The words in which one of Ollama's APIs gives an answer. All texts are ready for the wire, line ends included. */
interface Dialect {
    boolean streamsUsually();

    String contentType();

    default List<String> opening() {
        return List.of();
    }

    String token(int number, String text);

    List<String> closing(int tokens);

    String whole(String text, int tokens);

    /** The error's own shape: {@code /v1} and {@code /v1/messages} differ from the native one. */
    String error(String message);

    static String event(String json) {
        return "data: " + json + "\n\n";
    }

    static String event(String name, String json) {
        return "event: " + name + "\n" + event(json);
    }
}
