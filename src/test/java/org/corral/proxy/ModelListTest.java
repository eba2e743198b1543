package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.corral.backend.FetchResult;
import org.corral.ollama.AllowList;
import org.corral.ollama.ModelListing;
import org.corral.ollama.ModelName;
import org.corral.upstream.ResponseHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody sees of the lists of servers; the rest of it is in ModelRuleIT and SeveralServersIT. */
class ModelListTest {
    private static final AllowList SOME = AllowList.of(List.of("llama3.2", "qwen*"));

    @ParameterizedTest
    @CsvSource({
        "llama3.2, llama3.2",
        "library/QWEN3:8b, library/QWEN3:8b",
        "'', ''",
        "secret, ''",
        "hf.co/someone/qwen3, ''",
        "/root/.ollama/models/blobs/sha256-abab, ''"
    })
    void aParentIsShownToWhoMayUseIt(String parent, String shown) {
        assertThat(seen(SOME, made("llama3.2", parent))).isEqualTo(list(made("llama3.2", shown)));
        assertThat(seen(AllowList.ALL, made("llama3.2", parent))).isEqualTo(list(made("llama3.2", parent)));
    }

    @ParameterizedTest
    @CsvSource({
        "hf.co/someone/llama:Q4_K_M, true, true",
        "HF.CO/Someone/Llama:q4_k_m, true, true",
        "hf.co/someone/llama, false, false",
        "library/llama3.2, true, true",
        "library/secret, false, true",
        "library/none, false, false"
    })
    void oneModelIsFoundByAnyNameOfItsOwn(String name, boolean forSome, boolean forAll) {
        AllowList some = AllowList.of(List.of("llama3.2", "hf.co/*/*:*"));
        assertThat(one(name, some)).isEqualTo(forSome);
        assertThat(one(name, AllowList.ALL)).isEqualTo(forAll);
    }

    private static boolean one(String name, AllowList permitted) {
        String list =
                "{\"object\":\"list\",\"data\":[{\"id\":\"hf.co/someone/llama:Q4_K_M\"},{\"id\":\"secret:latest\"},"
                        + "{\"id\":\"llama3.2:latest\"}]}";
        FetchResult said = new FetchResult(Optional.of(new ResponseHead(200, 1, List.of())), list, "");
        return ModelList.one(ModelName.of(name).orElseThrow(), List.of(said), permitted)
                .isPresent();
    }

    /** Also where it is the second server's. */
    @Test
    void aParentIsHiddenInEveryList() {
        String merged = seen(SOME, made("llama3.2", "secret"), made("qwen3", "secret"));
        assertThat(merged).isEqualTo(list(made("llama3.2", ""), made("qwen3", "")));
    }

    /** A field that is no text names nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"", ",\"details\":null", ",\"details\":{}", ",\"details\":{\"parent_model\":null}"})
    void whatHasNoParentStaysAsItIs(String details) {
        String entry = "{\"model\":\"llama3.2\"" + details + "}";
        assertThat(seen(SOME, entry)).isEqualTo(list(entry));
    }

    @Test
    void whereAnotherCompanyRunsAModelIsSaid() {
        String entry =
                "{\"model\":\"qwen3:cloud\",\"remote_model\":\"other:480b\",\"remote_host\":\"https://ollama.com:443\"}";
        assertThat(seen(SOME, entry)).isEqualTo(list(entry));
    }

    /** To Ollama they are alike. */
    @Test
    void everyNameOfAnEntryCounts() {
        assertThat(seen(SOME, "{\"name\":\"secret\",\"model\":\"llama3.2\"}")).isEqualTo(list());
        assertThat(seen(SOME, "{\"name\":\"llama3.2\",\"model\":\"secret\"}")).isEqualTo(list());
        assertThat(seen(SOME, "{\"size\":1}")).isEqualTo(list());
        assertThat(seen(AllowList.ALL, "{\"size\":1}")).isEqualTo(list("{\"size\":1}"));
    }

    private static String made(String model, String parent) {
        return "{\"model\":\"" + model + "\",\"details\":{\"parent_model\":\"" + parent + "\",\"family\":\"x\"}}";
    }

    /** By whom, of servers that have one model each. */
    private static String seen(AllowList permitted, String... entries) {
        List<FetchResult> answers = List.of(entries).stream()
                .map(entry -> new FetchResult(Optional.of(new ResponseHead(200, 1, List.of())), list(entry), ""))
                .toList();
        return new String(
                ModelList.of(ModelListing.INSTALLED, answers, permitted).orElseThrow(), StandardCharsets.UTF_8);
    }

    private static String list(String... entries) {
        return "{\"models\":[" + String.join(",", entries) + "]}";
    }
}
