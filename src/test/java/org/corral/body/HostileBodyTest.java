package org.corral.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.corral.http.RefusedException;
import org.corral.ollama.BodyForm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies that would cost more than they are worth are refused, or cost what others of their size do. */
@Timeout(60)
class HostileBodyTest {
    private static RequestedModels read(String json) throws MalformedBodyException, RefusedException {
        return JsonReader.read(Bodies.of(json), BodyForm.NATIVE, Bodies.UNCUT);
    }

    private static void isRefused(String json, String why) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(MalformedBodyException.class)
                .hasMessageContaining(why);
    }

    private static String object(int keys, String prefix) {
        return IntStream.range(0, keys)
                .mapToObj(i -> '"' + prefix + i + "\":0")
                .collect(Collectors.joining(",", "{", "}"));
    }

    @Test
    void manyKeysOfOneObjectAreTooMany() throws MalformedBodyException, RefusedException {
        assertThat(read(object(40_000, "")).models()).isEmpty();
        isRefused(object(1_000_000, ""), "too many keys");
    }

    @Test
    void longKeysAreTooManySooner() throws MalformedBodyException, RefusedException {
        assertThat(read(object(8_000, "k".repeat(480))).models()).isEmpty();
        isRefused(object(10_000, "k".repeat(480)), "too many keys");
        isRefused(object(1, "k".repeat(501)), "too long");
    }

    @Test
    void keysAreCountedWithAllBodiesWhileTheyAreKept() throws MalformedBodyException, RefusedException {
        MemoryBudget memory = new MemoryBudget(1 << 20);
        byte[] few = object(2_000, "").getBytes(StandardCharsets.US_ASCII);
        byte[] many = object(10_000, "").getBytes(StandardCharsets.US_ASCII);
        byte[] closed = ("{\"x\":[" + "{\"a\":0},".repeat(10_000) + "0]}").getBytes(StandardCharsets.US_ASCII);
        WholeBody body = Bodies.of(few, few.length, memory);
        long before = memory.taken();
        JsonReader.read(body, BodyForm.NATIVE, Bodies.UNCUT);
        assertThat(memory.taken()).isEqualTo(before);
        body.close();
        JsonReader.read(Bodies.of(closed, closed.length, memory), BodyForm.NATIVE, Bodies.UNCUT);
        WholeBody large = Bodies.of(many, many.length, memory);
        long taken = memory.taken();
        assertThatThrownBy(() -> JsonReader.read(large, BodyForm.NATIVE, Bodies.UNCUT))
                .isInstanceOf(RefusedException.class);
        assertThat(memory.taken()).isEqualTo(taken);
    }

    /** Those of objects that are closed are forgotten. */
    @Test
    void keysOfManyObjectsAreNot() throws MalformedBodyException, RefusedException {
        String messages = IntStream.range(0, 300_000)
                .mapToObj(i -> "{\"role\":\"user\",\"content\":\"\"}")
                .collect(Collectors.joining(","));
        assertThat(read("{\"model\":\"a\",\"messages\":[" + messages + "]}").models())
                .containsExactly("a");
    }

    /** All of them have one hash code in Java. */
    @Test
    void keysThatCollideAreReadAsOthersAre() throws MalformedBodyException, RefusedException {
        String json = IntStream.range(0, 1 << 15)
                .mapToObj(i -> '"'
                        + IntStream.range(0, 15)
                                .mapToObj(bit -> (i >> bit & 1) == 0 ? "Aa" : "BB")
                                .collect(Collectors.joining())
                        + "\":0")
                .collect(Collectors.joining(",", "{\"x\":{", "}}"));
        assertThat(read(json).models()).isEmpty();
    }

    @Test
    void whatIsNestedDeeplyIsRefused() throws MalformedBodyException, RefusedException {
        assertThat(read("{\"x\":" + "[".repeat(499) + "]".repeat(499) + "}").models())
                .isEmpty();
        isRefused("{\"x\":" + "[".repeat(500) + "]".repeat(500) + "}", "nested");
        isRefused("{\"x\":".repeat(1_000_000), "nested");
    }

    @Test
    void textsThatAreLookedAtAreShort() throws MalformedBodyException, RefusedException {
        String large = "x".repeat(20 << 20);
        isRefused("{\"model\":\"" + large + "\"}", "too long");
        isRefused("{\"keep_alive\":\"" + large + "\"}", "too long");
        isRefused("{\"model\":\"a\",\"n\":" + "1".repeat(1_001) + "}", "too long");
        assertThat(read("{\"prompt\":\"" + large + "\",\"model\":\"a\"}").models())
                .containsExactly("a");
    }

    @Test
    void whatEndsTooSoonIsRefused() {
        String json = "{\"model\":\"a\",\"x\":[{\"y\":\"\\u00e4\"}],\"keep_alive\":\"5m\",\"stream\":true}";
        for (int end = 0; end < json.length(); end++) {
            String begun = json.substring(0, end);
            assertThatThrownBy(() -> read(begun)).as(begun).isInstanceOf(MalformedBodyException.class);
        }
    }

    @Test
    void aByteOrderMarkIsFoundThoughItComesInPieces() {
        byte[] json = "\ufeff{\"model\":\"a\"}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> JsonReader.read(Bodies.of(json, 1), BodyForm.NATIVE, Bodies.UNCUT))
                .isInstanceOf(MalformedBodyException.class)
                .hasMessageContaining("byte order mark");
    }

    @Test
    void toolsOfAnyShapeAreLookedThrough() throws MalformedBodyException, RefusedException {
        for (String tools :
                new String[] {"[[\"web_search\"]]", "\"web_search\"", "{\"type\":{}}", "[{\"type\":[\"web_search\"]}]"
                }) {
            RequestedModels requested =
                    JsonReader.read(Bodies.of("{\"tools\":" + tools + "}"), BodyForm.OPENAI, Bodies.UNCUT);
            assertThat(requested.extras()).as(tools).isEmpty();
        }
        RequestedModels requested = JsonReader.read(
                Bodies.of("{\"tools\":[{\"a\":\"b\"},{\"tYPE\":\" web_search\"}]}"), BodyForm.OPENAI, Bodies.UNCUT);
        assertThat(requested.extras()).containsExactly(PrivilegedOption.WEB_SEARCH);
    }
}
