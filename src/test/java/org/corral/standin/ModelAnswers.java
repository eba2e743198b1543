package org.corral.standin;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** The routes about models that do not generate text. */
final class ModelAnswers {
    private static final int PROGRESS_STEPS = 3;

    private final Models models;

    ModelAnswers(Models models) {
        this.models = models;
    }

    void list(Exchange x) throws IOException {
        x.answer().json(200, models.list());
    }

    void running(Exchange x) throws IOException {
        x.answer().json(200, models.running());
    }

    void openAiList(Exchange x) throws IOException {
        x.answer().json(200, models.openAiList());
    }

    void openAiModel(Exchange x) throws IOException {
        String name = x.request().path().substring("/v1/models/".length());
        if (models.has(name)) {
            x.answer().json(200, Models.openAiEntry(name));
        } else {
            x.answer().json(404, OpenAiDialect.openAiError("model '" + name + "' not found"));
        }
    }

    void show(Exchange x) throws IOException {
        if (there(x, modelOf(x))) {
            x.answer()
                    .json(
                            200,
                            "{\"modelfile\":\"FROM /root/.ollama/models/blobs/sha256-abab\\n\",\"system\":\"You are canned.\","
                                    + "\"template\":\"{{ .Prompt }}\",\"details\":{\"format\":\"gguf\",\"family\":\"llama\"},"
                                    + "\"model_info\":{\"general.architecture\":\"llama\"},\"capabilities\":[\"completion\"]}");
        }
    }

    void pull(Exchange x) throws IOException {
        progress(x, models::add);
    }

    void push(Exchange x) throws IOException {
        progress(x, name -> {});
    }

    /** As a pull that takes a while: {@code options.delay_ms} is the time of a step. */
    private static void progress(Exchange x, Consumer<String> effect) throws IOException {
        String name = modelOf(x);
        Asked asked = new Asked(x.request().json());
        if (name.isBlank()) {
            x.answer().json(400, "{\"error\":\"invalid model name\"}");
            return;
        }
        if (!asked.stream(true)) {
            effect.accept(name);
            x.answer().json(200, "{\"status\":\"success\"}");
            return;
        }
        x.answer().open("application/x-ndjson");
        for (int step = 0; step < PROGRESS_STEPS; step++) {
            x.answer().reach(step);
            x.answer()
                    .token("{\"status\":\"pulling\",\"digest\":\"sha256:abab\",\"total\":" + PROGRESS_STEPS
                            + ",\"completed\":" + step + "}\n");
            x.pause(asked.interval(Duration.ZERO));
        }
        x.answer().reach(PROGRESS_STEPS);
        // Before it is told, so that whoever has heard of it finds the model.
        effect.accept(name);
        x.answer().line("{\"status\":\"success\"}\n");
        x.answer().end();
    }

    void copy(Exchange x) throws IOException {
        x.readBody();
        JsonNode body = x.request().json();
        if (there(x, Asked.text(body, "source"))) {
            models.add(Asked.text(body, "destination"));
            x.answer().whole(200, "", "");
        }
    }

    void delete(Exchange x) throws IOException {
        String name = modelOf(x);
        if (x.request().bodyLength() == 0) {
            x.answer().json(400, "{\"error\":\"missing request body\"}");
        } else if (there(x, name)) {
            models.remove(name);
            x.answer().whole(200, "", "");
        }
    }

    void embed(Exchange x) throws IOException {
        if (there(x, modelOf(x))) {
            x.answer()
                    .json(
                            200,
                            "{\"model\":" + LooseJson.quote(modelOf(x)) + ",\"embeddings\":[" + vectors(x)
                                    + "],\"total_duration\":1234567,\"prompt_eval_count\":7}");
        }
    }

    void embeddings(Exchange x) throws IOException {
        if (there(x, modelOf(x))) {
            x.answer().json(200, "{\"embedding\":[0.25,-0.5,0.75]}");
        }
    }

    void openAiEmbeddings(Exchange x) throws IOException {
        String name = modelOf(x);
        if (!models.has(name)) {
            x.answer().json(404, OpenAiDialect.openAiError("model '" + name + "' not found"));
            return;
        }
        x.answer()
                .json(
                        200,
                        "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[0.25,-0.5,0.75]}],"
                                + "\"model\":" + LooseJson.quote(name)
                                + ",\"usage\":{\"prompt_tokens\":7,\"total_tokens\":7}}");
    }

    private boolean there(Exchange x, String name) throws IOException {
        if (models.has(name)) {
            return true;
        }
        x.answer().json(404, "{\"error\":" + LooseJson.quote("model '" + name + "' not found") + "}");
        return false;
    }

    private static String modelOf(Exchange x) throws IOException {
        x.readBody();
        return new Asked(x.request().json()).model();
    }

    /** One vector for each input. */
    private static String vectors(Exchange x) {
        int inputs = Math.max(1, x.request().json().path("input").size());
        return IntStream.range(0, inputs).mapToObj(i -> "[0.25,-0.5,0.75]").collect(Collectors.joining(","));
    }
}
