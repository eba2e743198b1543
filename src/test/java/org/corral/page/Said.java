package org.corral.page;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.IntPredicate;
import org.corral.standin.Behaviour;
import org.corral.standin.Exchange;
import tools.jackson.databind.json.JsonMapper;

/** What the stand-in says, as a model would: in Ollama's lines. */
final class Said {
    private static final JsonMapper JSON = new JsonMapper();

    private Said() {}

    /** These tokens, one after the other, at this pace. */
    static Behaviour tokens(List<String> tokens, Duration every) {
        return x -> {
            x.readBody();
            x.answer().open("application/x-ndjson");
            long begin = System.nanoTime();
            for (int i = 0; i < tokens.size(); i++) {
                long early = begin + i * every.toNanos() - System.nanoTime();
                if (early > 0) {
                    x.pause(Duration.ofNanos(early));
                }
                x.answer().token(line("content", tokens.get(i)));
            }
            end(x, tokens.size());
            return true;
        };
    }

    /** These tokens, each when there is need of it. */
    static Behaviour tokens(List<String> tokens, IntPredicate wanted) {
        return x -> {
            x.readBody();
            x.answer().open("application/x-ndjson");
            for (int i = 0; i < tokens.size(); i++) {
                while (!wanted.test(i)) {
                    x.pause(Duration.ofMillis(1));
                }
                x.answer().token(line("content", tokens.get(i)));
            }
            end(x, tokens.size());
            return true;
        };
    }

    static Behaviour text(String text) {
        return tokens(List.of(split(text)), Duration.ofMillis(2));
    }

    /** In words, each with the blank after it. */
    private static String[] split(String text) {
        return text.split("(?<= )|(?<=\n)", -1);
    }

    /** Thoughts first. */
    static Behaviour thought(String thought, String text) {
        return x -> {
            x.readBody();
            x.answer().open("application/x-ndjson");
            x.answer().token(line("thinking", thought));
            x.pause(Duration.ofMillis(1100));
            String[] tokens = split(text);
            for (String token : tokens) {
                x.answer().token(line("content", token));
            }
            end(x, tokens.length);
            return true;
        };
    }

    /** These lines of JSON. */
    static Behaviour lines(String... lines) {
        return x -> {
            x.readBody();
            x.answer().open("application/x-ndjson");
            for (String line : lines) {
                x.answer().line(line + "\n");
            }
            x.answer().end();
            return true;
        };
    }

    /** What {@code /api/show} tells of a model. */
    static Behaviour abilities(String... abilities) {
        return Behaviour.status(
                200, "application/json", "{\"capabilities\":" + JSON.writeValueAsString(abilities) + "}");
    }

    private static void end(Exchange x, int count) throws IOException {
        x.answer()
                .line(
                        "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\","
                                + "\"eval_count\":" + count + ",\"eval_duration\":" + count * 25_000_000L + "}\n");
        x.answer().end();
    }

    private static String line(String field, String text) {
        String content = field.equals("content") ? "" : "\"content\":\"\",";
        return "{\"model\":\"m\",\"message\":{\"role\":\"assistant\"," + content + "\"" + field + "\":"
                + JSON.writeValueAsString(text) + "},\"done\":false}\n";
    }
}
