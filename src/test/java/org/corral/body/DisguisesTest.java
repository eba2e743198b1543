package org.corral.body;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import org.corral.http.RefusedException;
import org.corral.ollama.BodyForm;
import org.corral.ollama.ModelName;

/** Whatever a body looks like, it is either refused or means to Ollama what it means here. */
class DisguisesTest {
    private static final List<String> MODELS = Arrays.stream(ModelField.values())
            .map(field -> field.name().toLowerCase(Locale.ROOT))
            .toList();

    @Provide
    Arbitrary<byte[]> bodies() {
        return Disguises.bodies();
    }

    @Provide
    Arbitrary<String> objects() {
        return Disguises.objects();
    }

    @Property(tries = 20_000)
    void ollamaFindsTheSameModelsInWhatIsSentOn(
            @ForAll("bodies") byte[] bytes, @ForAll @IntRange(min = 1, max = 40) int piece) {
        agree(bytes, piece, BodyForm.NATIVE, MODELS);
    }

    @Property(tries = 5_000)
    void soItDoesWithOpenAisFields(@ForAll("bodies") byte[] bytes, @ForAll @IntRange(min = 1, max = 40) int piece) {
        agree(bytes, piece, BodyForm.OPENAI, List.of("model"));
    }

    private static void agree(byte[] bytes, int piece, BodyForm form, List<String> fields) {
        WholeBody body = Bodies.of(bytes, piece);
        Optional<RequestedModels> asked = read(body, form);
        Statistics.label("bodies").collect(asked.isPresent() ? "understood" : "refused");
        if (asked.isEmpty()) {
            return;
        }
        byte[] sent = Bodies.sent(body);
        Map<String, Object> found = GoDecoder.decode(
                        sent, Set.of("model", "name", "source", "destination", "from", "stream", "_debug_render_only"))
                .orElseThrow(() -> new AssertionError("not JSON: " + new String(sent, StandardCharsets.UTF_8)));
        assertThat(asked.get().models())
                .containsExactlyElementsOf(fields.stream()
                        .map(found::get)
                        .filter(Objects::nonNull)
                        .map(String.class::cast)
                        .filter(name -> !name.isEmpty())
                        .toList());
        assertThat(asked.get().models()).allMatch(name -> ModelName.trim(name).equals(name));
        assertThat(asked.get().stream()).isEqualTo(Optional.ofNullable(found.get("stream")));
        assertThat(asked.get().extras().contains(PrivilegedOption.RENDERED_PROMPT))
                .isEqualTo(Boolean.TRUE.equals(found.get("_debug_render_only")));
    }

    /** So that it is not by refusing all that nothing is misunderstood. */
    @Property(tries = 5_000)
    void whatHasOneMeaningPassesUnchangedInValue(@ForAll("objects") String object) {
        WholeBody body = Bodies.of(object);
        boolean understood = read(body, BodyForm.NATIVE).isPresent();
        if (understood) {
            assertThat(values(Bodies.sent(body))).isEqualTo(values(object.getBytes(StandardCharsets.UTF_8)));
        }
        Statistics.label("objects")
                .collect(understood ? "understood" : "refused")
                .coverage(checker -> checker.check("understood").percentage(share -> share > 30));
    }

    /** Of every field that is generated, but for blanks around texts. */
    private static Map<String, Object> values(byte[] json) {
        Map<String, Object> found = GoDecoder.decode(json, Disguises.KEYS).orElseThrow();
        found.replaceAll((key, value) -> value instanceof String text ? ModelName.trim(text) : value);
        return found;
    }

    private static Optional<RequestedModels> read(WholeBody body, BodyForm form) {
        try {
            return Optional.of(JsonReader.read(body, form, Bodies.UNCUT));
        } catch (MalformedBodyException | RefusedException e) {
            return Optional.empty();
        }
    }
}
