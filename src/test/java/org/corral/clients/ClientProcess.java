package org.corral.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.corral.it.Gate.SOON;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.corral.it.Gate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * The script of a client, which makes one call after the other and tells what it got, a line of JSON for each piece. A wait
 * for a line fails after {@link Gate#SOON}. For one thread; another one collects the lines.
 */
final class ClientProcess implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    /** No line of JSON. */
    private static final String ENDED = "";

    private final Client client;
    private final Process process;
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final Writer asked;
    private boolean answering;

    private ClientProcess(Client client, Process process) {
        this.client = client;
        this.process = process;
        this.asked = process.outputWriter(UTF_8);
    }

    static ClientProcess start(Client client) throws IOException {
        ClientProcess started =
                new ClientProcess(client, builder(client.running("calls")).start());
        Thread collector = new Thread(started::collect, client + " tells");
        collector.setDaemon(true);
        collector.start();
        return started;
    }

    private void collect() {
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            lines.lines().forEach(told::add);
        } catch (IOException | UncheckedIOException e) {
            // Closed while it was read.
            System.getLogger(ClientProcess.class.getName()).log(System.Logger.Level.TRACE, "over", e);
        } finally {
            told.add(ENDED);
        }
    }

    /** What this machine's clients are told by the environment is not for those that are tested. */
    static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Language.FOLDER.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment()
                .keySet()
                .removeIf(name -> name.matches("(?i)(OLLAMA|OPENAI|ANTHROPIC|LANGCHAIN|LANGSMITH)_.*|.*_PROXY"));
        return builder;
    }

    private static Path log() {
        return Language.FOLDER.resolve("errors.log");
    }

    /** False while an answer has not been heard to its end: a test may have given up on it. */
    boolean ready() {
        return process.isAlive() && !answering;
    }

    /** @param leaveAfter so many pieces, then the client breaks off; 0 never */
    void ask(String call, String gate, String key, String model, int leaveAfter) throws IOException {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("call", call);
        line.put("gate", gate);
        line.put("key", key);
        line.put("model", model);
        line.put("leaveAfter", leaveAfter);
        send(line);
    }

    /** At an address of the test's own, wrong perhaps. */
    void askAt(String address, String call, String key, String model) throws IOException {
        send(Map.of("address", address, "gate", "", "call", call, "key", key, "model", model, "leaveAfter", 0));
    }

    private void send(Map<String, ?> line) throws IOException {
        answering = true;
        asked.write(JSON.writeValueAsString(line) + "\n");
        asked.flush();
    }

    /** All up to the end of the answer. */
    Heard hear() throws InterruptedException {
        List<String> pieces = new ArrayList<>();
        JsonNode value = MissingNode.getInstance();
        while (true) {
            JsonNode line = next();
            answering = !line.has("error") && !line.has("end");
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
    String hearOne() throws InterruptedException {
        JsonNode line = next();
        if (!line.has("token")) {
            throw new AssertionError(client + " said in place of a piece: " + line);
        }
        return line.path("token").asString();
    }

    private JsonNode next() throws InterruptedException {
        String line = told.poll(SOON.toMillis(), MILLISECONDS);
        if (line == null) {
            throw new AssertionError(client + " has said nothing for " + SOON);
        }
        if (line.equals(ENDED)) {
            throw new AssertionError(client + " has ended; " + log() + " may say why");
        }
        return Gate.json(line);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
