package org.corral.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.corral.http.RefusedException;
import org.corral.ollama.BodyForm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What a caller may not have is taken out of a body, and the rest stays as it was. */
@Timeout(60)
class BodyReductionTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final BodyReduction ALL =
            new BodyReduction(Set.of(PrivilegedOption.KEEP_ALIVE, PrivilegedOption.WEB_SEARCH), Duration.ofDays(1));
    private static final String SEARCH = "{\"type\":\"web_search\"}";

    private static String cut(String json, PrivilegedOption... expected)
            throws MalformedBodyException, RefusedException {
        WholeBody body = Bodies.of(json.getBytes(StandardCharsets.UTF_8), 7);
        RequestedModels requested = JsonReader.read(body, BodyForm.NATIVE, ALL);
        assertThat(requested.cut()).as(json).containsExactlyInAnyOrder(expected);
        assertThat(requested.extras()).as(json).isEmpty();
        long length = body.length();
        byte[] sent = Bodies.sent(body);
        assertThat(length).isEqualTo(sent.length);
        String text = new String(sent, StandardCharsets.UTF_8);
        // Whoever reads it again finds nothing more to cut.
        WholeBody again = Bodies.of(text);
        assertThat(JsonReader.read(again, BodyForm.NATIVE, ALL).cut()).as(text).isEmpty();
        JSON.readTree(text);
        return text;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-1 | 86400",
                "-1.5 | 86400",
                "86401 | 86400",
                "1e300 | 86400",
                "'\"-1m\"' | 86400",
                "'\"-1ns\"' | 86400",
                "'\"25h\"' | 86400",
                "'\"\\u002d1s\"' | 86400",
                "0 | null",
                "-0.0 | null",
                "0.5 | null",
                "'\"0\"' | null",
                "'\"999ms\"' | null",
                "'\"for ever\"' | null",
                "'\"\"' | null"
            })
    void keepAliveIsCutToWhatIsPermittedOrLeftToOllama(String wish, String left)
            throws MalformedBodyException, RefusedException {
        String around = "{\"model\":\"a\", \"KEEP_alive\" : %s , \"messages\":[{\"content\":\"\u00e4\"}]}";
        assertThat(cut(around.formatted(wish), PrivilegedOption.KEEP_ALIVE)).isEqualTo(around.formatted(left));
        String atTheEnd = "{\"input\":[\"x\"],\"keep_alive\":%s}";
        assertThat(cut(atTheEnd.formatted(wish), PrivilegedOption.KEEP_ALIVE)).isEqualTo(atTheEnd.formatted(left));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "86400", "300.5", "\"5m\"", "\"24h\"", "null", "1e2"})
    void whatIsPermittedStaysToTheLetter(String wish) throws MalformedBodyException, RefusedException {
        String json = "{\"prompt\":\"x\",\"keep_alive\":" + wish + ",\"tools\":[{\"type\":\"function\"}]}";
        assertThat(cut(json)).isEqualTo(json);
    }

    @Test
    void itIsCutToWhatTheOperatorPermits() throws MalformedBodyException, RefusedException {
        WholeBody body = Bodies.of("{\"prompt\":\"x\",\"keep_alive\":\"2h\"}");
        RequestedModels requested = JsonReader.read(
                body, BodyForm.NATIVE, new BodyReduction(Set.of(PrivilegedOption.KEEP_ALIVE), Duration.ofHours(1)));
        assertThat(requested.cut()).containsExactly(PrivilegedOption.KEEP_ALIVE);
        assertThat(Bodies.sent(body)).asString().isEqualTo("{\"prompt\":\"x\",\"keep_alive\":3600}");
    }

    /** Without it the model would be loaded, which is the opposite. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"a\",\"keep_alive\":0}",
                "{\"keep_alive\":\"0s\",\"model\":\"a\",\"prompt\":\"\"}",
                "{\"model\":\"a\",\"messages\":[],\"keep_alive\":0}",
                "{\"model\":\"a\",\"prompt\":null,\"messages\":null,\"keep_alive\":0}",
                "{\"model\":\"a\",\"options\":{\"prompt\":\"x\"},\"keep_alive\":0}"
            })
    void toUnloadAModelAndNothingElseIsNotCut(String json) throws MalformedBodyException, RefusedException {
        WholeBody body = Bodies.of(json);
        RequestedModels requested = JsonReader.read(body, BodyForm.NATIVE, ALL);
        assertThat(requested.cut()).isEmpty();
        assertThat(requested.extras()).containsExactly(PrivilegedOption.UNLOAD);
        assertThat(Bodies.sent(body)).asString().isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"prompt\":\"x\",\"keep_alive\":0}",
                "{\"keep_alive\":0,\"prompt\":\"\\\"\"}",
                "{\"keep_alive\":0,\"messages\":[{}]}",
                "{\"keep_alive\":0,\"input\":\"x\"}"
            })
    void whatAsksIsAnsweredAndTheModelStays(String json) throws MalformedBodyException, RefusedException {
        assertThat(cut(json, PrivilegedOption.KEEP_ALIVE)).contains("\"keep_alive\":null");
    }

    @Test
    void whatIsNotToBeCutIsWanted() throws MalformedBodyException, RefusedException {
        String json = "{\"prompt\":\"x\",\"keep_alive\":-1,\"tools\":[" + SEARCH + "]}";
        WholeBody body = Bodies.of(json);
        RequestedModels requested = JsonReader.read(body, BodyForm.NATIVE, Bodies.UNCUT);
        assertThat(requested.cut()).isEmpty();
        assertThat(requested.extras())
                .containsExactlyInAnyOrder(PrivilegedOption.KEEP_ALIVE, PrivilegedOption.WEB_SEARCH);
        assertThat(Bodies.sent(body)).asString().isEqualTo(json);
    }

    /** All lists of up to six tools of which some are searches. */
    @Test
    void searchesAreTakenOutAndOtherToolsStay() throws MalformedBodyException, RefusedException {
        Random blanks = new Random(7);
        for (int size = 0; size <= 6; size++) {
            for (int searches = 0; searches < 1 << size; searches++) {
                List<String> tools = new ArrayList<>();
                List<String> staying = new ArrayList<>();
                for (int i = 0; i < size; i++) {
                    boolean isSearch = (searches >> i & 1) == 1;
                    String other = "{\"type\":\"function\",\"name\":\"f" + i + "\",\"parameters\":{\"x\":[{}]}}";
                    tools.add(isSearch ? "{\"name\":\"\u00e4" + i + "\",\"TYPE\":\" web_search_20250305\"}" : other);
                    if (!isSearch) {
                        staying.add(other);
                    }
                }
                String list = tools.stream()
                        .map(tool -> " ".repeat(blanks.nextInt(3)) + tool + " ".repeat(blanks.nextInt(3)))
                        .collect(Collectors.joining(","));
                String json = "{\"model\":\"a\",\"Tools\":[" + list + "],\"prompt\":\"x\"}";
                String left = searches == 0 ? cut(json) : cut(json, PrivilegedOption.WEB_SEARCH);
                assertThat(JSON.readTree(left))
                        .as(json)
                        .isEqualTo(JSON.readTree(
                                "{\"model\":\"a\",\"Tools\":[" + String.join(",", staying) + "],\"prompt\":\"x\"}"));
            }
        }
    }

    @Test
    void severalAreCutAtOnce() throws MalformedBodyException, RefusedException {
        String json = "{\"keep_alive\":-1,\"tools\":[" + SEARCH + ",{\"type\":\"function\"}],\"model\":\" a \","
                + "\"input\":\"x\"}";
        assertThat(JSON.readTree(cut(json, PrivilegedOption.KEEP_ALIVE, PrivilegedOption.WEB_SEARCH)))
                .isEqualTo(JSON.readTree(
                        "{\"keep_alive\":86400,\"tools\":[{\"type\":\"function\"}],\"model\":\"a\",\"input\":\"x\"}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":{\"type\":\"web_search\"}}",
                "[\"x\",{\"type\":\"web_search\"}]",
                "[{\"type\":\"web_search\"},7]",
                "[[],{\"type\":\"web_search\"}]",
                "[null,{\"type\":\"web_search\"}]"
            })
    void aListThatIsNoneOfToolsIsNotCut(String tools) throws MalformedBodyException, RefusedException {
        WholeBody body = Bodies.of("{\"tools\":" + tools + "}");
        RequestedModels requested = JsonReader.read(body, BodyForm.OPENAI, ALL);
        assertThat(requested.cut()).isEmpty();
        assertThat(requested.extras()).containsExactly(PrivilegedOption.WEB_SEARCH);
    }

    /** Else a body of some megabytes would take hours. */
    @Test
    void noMoreIsCutThanAProgramOffers() throws MalformedBodyException, RefusedException {
        String many = IntStream.range(0, 100_000)
                .mapToObj(i -> SEARCH + ",{\"type\":\"function\"}")
                .collect(Collectors.joining(","));
        RequestedModels requested = JsonReader.read(Bodies.of("{\"tools\":[" + many + "]}"), BodyForm.OPENAI, ALL);
        assertThat(requested.cut()).isEmpty();
        assertThat(requested.extras()).containsExactly(PrivilegedOption.WEB_SEARCH);
    }

    @Test
    void whatIsCutMustBeJsonAllTheSame() {
        assertThatThrownBy(() -> cut("{\"prompt\":\"x\",\"keep_alive\":-1,\"tools\":[" + SEARCH + ",]}"))
                .isInstanceOf(MalformedBodyException.class);
    }
}
