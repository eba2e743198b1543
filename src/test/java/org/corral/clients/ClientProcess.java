package org.corral.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.corral.it.Gate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * The script of a client, which makes one call after the other and tells what it got, a line of JSON for each piece. Reads
 * block; a test's own timeout ends them.
 */
final class ClientProcess implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final Client client;
    private final Process process;
    private final BufferedReader told;
    private final Writer asked;

    private ClientProcess(Client client, Process process) {
        this.client = client;
        this.process = process;
        this.told = process.inputReader(UTF_8);
        this.asked = process.outputWriter(UTF_8);
    }

    static ClientProcess start(Client client) throws IOException {
        return new ClientProcess(client, builder(client.running("calls")).start());
    }

    /** What this machine's clients are told by the environment is not for those that are tested. */
    static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(Language.FOLDER.toFile()).redirectError(log().toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.matches("(?i)(OLLAMA|OPENAI|ANTHROPIC|LANGCHAIN|LANGSMITH)_.*|.*_PROXY"));
        return builder;
    }

    private static Path log() {
        return Language.FOLDER.resolve("errors.log");
    }

    /** @param leaveAfter so many pieces, then the client breaks off; 0 never */
    void ask(String call, String gate, String key, String model, int leaveAfter) throws IOException {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("call", call);
        line.put("gate", gate);
        line.put("key", key);
        line.put("model", model);
        line.put("leaveAfter", leaveAfter);
        asked.write(JSON.writeValueAsString(line) + "\n");
        asked.flush();
    }

    /** All up to the end of the answer. */
    Heard hear() throws IOException {
        List<String> pieces = new ArrayList<>();
        JsonNode value = MissingNode.getInstance();
        while (true) {
            JsonNode line = next();
            if (line.has("error")) {
                return new Heard(
                        pieces,
                        value,
                        line.path("error").asString(),
                        line.path("message").asString(""),
                        line.path("status").asInt(0));
            }
            if (line.has("end")) {
                return new Heard(pieces, value, "", "", 0);
            }
            if (line.has("value")) {
                value = line.path("value");
            } else {
                pieces.add(line.path("token").asString());
            }
        }
    }

    /** The next piece of an answer that goes on. */
    String hearOne() throws IOException {
        JsonNode line = next();
        if (!line.has("token")) {
            throw new AssertionError(client + " said in place of a piece: " + line);
        }
        return line.path("token").asString();
    }

    private JsonNode next() throws IOException {
        String line = told.readLine();
        if (line == null) {
            throw new AssertionError(client + " has ended; " + log() + " may say why");
        }
        return Gate.json(line);
    }

    /** Its input ends, and so does the script. */
    @Override
    public void close() {
        process.destroy();
    }
}
