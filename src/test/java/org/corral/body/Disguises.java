package org.corral.body;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Bodies that ask for a model in ways of which some reader might think another thing than Ollama does. */
final class Disguises {
    private static final List<String> FIELDS = List.of(
            "model",
            "name",
            "source",
            "destination",
            "from",
            "stream",
            "keep_alive",
            "_debug_render_only",
            "files",
            "tools");

    private static final List<String> OTHERS =
            List.of("ﬁle", "ﬀrom", "mod\u0131l", "straße", "x", "", "options", "\ufb06ream", "model\u0000", "mode");

    /** All that can be in a body. */
    static final Set<String> KEYS =
            Stream.concat(FIELDS.stream(), OTHERS.stream()).collect(Collectors.toSet());

    private static final List<String> NAMES =
            List.of("allowed", "secret", "SECRET:latest", "library/secret", "", " ", "x");

    private static final List<String> BLANKS = List.of("", "", "", " ", "\t", "\n", "\r\n", " \n ");

    /** Around names, where JSON has them escaped or as they are. */
    private static final List<String> PADDING =
            List.of("", "", "", " ", "\u00a0", "\u2003", "\u3000", "\u0085", "\u200b");

    /** Bytes, one for each character, that readers disagree about. */
    private static final List<String> STRANGE = List.of(
            "\0",
            "\u00ef\u00bb\u00bf",
            "\u00ff",
            "\u00fe\u00ff",
            "\u00c0\u0080",
            "\u00ed\u00a0\u0080",
            "\u001f",
            "\f",
            "\u00c2\u00a0",
            "\\u0000",
            "\\ud800",
            "/*",
            "'",
            "\"",
            "\\",
            ",",
            "}",
            "{",
            "]",
            "0",
            "+",
            "{\"model\":\"secret\"}",
            ",\"model\":\"secret\"",
            ",\"\\u006dodel\":null");

    private Disguises() {}

    /** Objects that are JSON, and mean something; some have a key twice, in one way or another. */
    static Arbitrary<String> objects() {
        return Combinators.combine(members(), blanks(), blanks())
                .as((members, before, after) -> before + "{" + String.join(",", members) + "}" + after);
    }

    /** The same, some with strange bytes in them, some cut short, some with more behind them. */
    static Arbitrary<byte[]> bodies() {
        Arbitrary<List<Wound>> wounds = Combinators.combine(
                        Arbitraries.of(STRANGE),
                        Arbitraries.doubles().between(0, 1),
                        Arbitraries.integers().between(0, 3))
                .as(Wound::new)
                .list()
                .ofMaxSize(2);
        return Combinators.combine(objects(), wounds).as((object, all) -> {
            byte[] body = object.getBytes(StandardCharsets.UTF_8);
            for (Wound wound : all) {
                body = wound.inflict(body);
            }
            return body;
        });
    }

    /**
     * @param place from 0, the beginning, to 1, the end
     * @param lost so many bytes that stood there go
     */
    private record Wound(String strange, double place, int lost) {
        byte[] inflict(byte[] body) {
            int start = (int) (place * body.length);
            int end = Math.min(body.length, start + lost);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(body, 0, start);
            out.writeBytes(strange.getBytes(StandardCharsets.ISO_8859_1));
            out.writeBytes(Arrays.copyOfRange(body, end, body.length));
            return out.toByteArray();
        }
    }

    private static Arbitrary<List<String>> members() {
        return Combinators.combine(keys(), blanks(), blanks(), values(), blanks())
                .as((key, a, b, value, c) -> a + key + b + ":" + c + value)
                .list()
                .ofMaxSize(5);
    }

    private static Arbitrary<String> keys() {
        Arbitrary<String> known = Arbitraries.of(FIELDS).flatMap(Disguises::disguised);
        return Arbitraries.frequencyOf(
                        Tuple.of(5, known), Tuple.of(1, Arbitraries.of(OTHERS).map(Disguises::escapedNul)))
                .map(text -> '"' + text + '"');
    }

    private static String escapedNul(String text) {
        return text.replace("\u0000", "\\u0000");
    }

    private static Arbitrary<String> values() {
        Arbitrary<String> name = Combinators.combine(
                        Arbitraries.of(PADDING),
                        Arbitraries.of(NAMES).flatMap(Disguises::disguised),
                        Arbitraries.of(PADDING))
                .as((before, text, after) -> '"' + before + text + after + '"');
        Arbitrary<String> other = Arbitraries.of(
                "null",
                "true",
                "false",
                "0",
                "-1",
                "12345678901234567890.5e-3",
                "\"5m\"",
                "{}",
                "[]",
                "[{\"type\":\"web_search\",\"model\":\"secret\"}]",
                "{\"model\":\"secret\",\"Model\":[1,{\"name\":\"x\"}]}",
                "\"\\ud83e\\udd99\"",
                "\"🦙\"");
        return Arbitraries.frequencyOf(Tuple.of(2, name), Tuple.of(1, other));
    }

    private static Arbitrary<String> blanks() {
        return Arbitraries.of(BLANKS);
    }

    /** Each letter as it is, in the other case, as an escape, or as the sign that folds to it. */
    private static Arbitrary<String> disguised(String text) {
        return Arbitraries.integers().between(0, 6).list().ofSize(text.length()).map(how -> IntStream.range(
                        0, text.length())
                .mapToObj(i -> letter(text.charAt(i), how.get(i)))
                .collect(Collectors.joining()));
    }

    private static String letter(char c, int how) {
        return switch (how) {
            case 0 -> String.valueOf(Character.toUpperCase(c));
            case 1 -> String.format("\\u%04x", (int) c);
            case 2 -> String.format("\\u%04X", (int) Character.toUpperCase(c));
            case 3 -> c == 's' ? "\u017f" : c == 'k' ? "\u212a" : String.valueOf(c);
            default -> String.valueOf(c);
        };
    }
}
