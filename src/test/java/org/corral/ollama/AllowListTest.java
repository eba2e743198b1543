package org.corral.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowListTest {
    private static boolean permits(String pattern, String name) {
        return AllowList.of(List.of(pattern)).permits(ModelName.of(name).orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({
        "llama3.2, llama3.2",
        "llama3.2, LLAMA3.2:latest",
        "LLAMA3.2, llama3.2",
        "llama3.2:8b, llama3.2:8b",
        "library/llama3.2, llama3.2",
        "registry.ollama.ai/library/llama3.2, llama3.2",
        "*, anything:at-all",
        "*, hf.co/some/one:x",
        "qwen*, qwen3",
        "qwen*, qwen3:8b",
        "QWEN*, qwen3:8b",
        "qwen*:8b, qwen3:8b",
        "*-coder, qwen3-coder",
        "*:latest, qwen3",
        "library/*, qwen3:8b",
        "registry.ollama.ai/library/qwen*, qwen3:8b",
        "someone/*, someone/model:x",
        "hf.co/*/*, hf.co/some/one:q4",
        "a.b:80/c/*, a.b:80/c/d",
        "*a*a*, banana"
    })
    void permitsWhatIsMeant(String pattern, String name) {
        assertThat(permits(pattern, name)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "llama3.2, llama3.2:8b",
        "llama3.2, llama3",
        "llama3.2, someone/llama3.2",
        "llama3.2, hf.co/library/llama3.2",
        "llama3.2, llama302",
        "qwen*, someone/qwen3",
        "qwen*, hf.co/library/qwen3",
        "*qwen, qwen3",
        "*-coder, secret:my-coder",
        "*-coder, qwen3-coder:8b",
        "*/*, hf.co/some/one",
        "someone/*, hf.co/someone/model",
        "a*b*c, acb"
    })
    void doesNotPermit(String pattern, String name) {
        assertThat(permits(pattern, name)).isFalse();
    }

    @Test
    void anEmptyListPermitsNothing() {
        AllowList none = AllowList.of(List.of());
        assertThat(none.permits(ModelName.of("a").orElseThrow())).isFalse();
        assertThat(none.isAll()).isFalse();
        assertThat(AllowList.of(List.of("a", "*")).isAll()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\n", "a/b/c/d", "*/*/*/*", "a:b:c", "(a+)+", "[a-z]", "a?", "\u00e4*"})
    void whatCanBeNoNameIsRefused(String pattern) {
        assertThatThrownBy(() -> AllowList.of(List.of(pattern))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aThousandEntriesAreTakenAndNoMore() {
        assertThat(AllowList.of(Collections.nCopies(1000, "a")).patterns()).hasSize(1000);
        assertThatThrownBy(() -> AllowList.of(Collections.nCopies(1001, "a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1000");
    }
}
