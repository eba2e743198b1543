package org.corral.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.corral.http.RefusedException;
import org.corral.ollama.ModelName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartReaderTest {
    private static final String TYPE = "multipart/form-data; boundary=b";
    private static final String MODEL = part("name=\"model\"", "llama3.2");
    private static final String END = "--b--\r\n";

    static Stream<RealForms.Form> forms() {
        return RealForms.all();
    }

    private static String part(String disposition, String content) {
        return "--b\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + content + "\r\n";
    }

    /** What was understood, and what Go understands of what is sent on. */
    private record Understood(List<String> models, String contentType, String sent, List<GoForm.Part> parts) {}

    private static Understood read(String contentType, String form) throws Exception {
        WholeBody body = Bodies.of(form.getBytes(StandardCharsets.ISO_8859_1), 1000);
        RequestedModels requested = MultipartReader.read(body, contentType);
        String type = body.mediaType().orElseThrow();
        byte[] sent = Bodies.sent(body);
        String text = new String(sent, StandardCharsets.ISO_8859_1);
        return new Understood(requested.models(), type, text, GoForm.read(type, sent));
    }

    private static Understood read(String form) throws Exception {
        return read(TYPE, form);
    }

    private static List<String> modelsOf(List<GoForm.Part> parts) {
        return parts.stream()
                .filter(part -> part.file().isEmpty() && part.name().equalsIgnoreCase("model"))
                .map(part -> new String(part.content().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                .filter(name -> !name.isEmpty())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void formOfARealProgramIsUnderstoodAsGoUnderstandsIt(RealForms.Form form) throws Exception {
        List<GoForm.Part> direct = GoForm.read(form.contentType(), form.bytes());

        Understood understood = read(form.contentType(), form.body());

        assertThat(understood.models()).containsExactly("llama3.2");
        assertThat(RealForms.found(direct)).isEqualTo(RealForms.expected());
        assertThat(RealForms.found(understood.parts())).isEqualTo(RealForms.expected());
        assertThat(understood.parts())
                .extracting(part -> part.file().isPresent())
                .containsExactly(false, false, true, true);
    }

    @Test
    void whatIsSentOnHasOneSpelling() throws Exception {
        Understood understood = read("multipart/form-data; boundary=\"b\"; charset=UTF-8", """
                nobody reads this
                --b  \t
                content-TYPE: text/plain; charset=utf-8
                X-More: y
                content-disposition: FORM-data;
                  NAME=model

                 llama3.2\s
                --b
                Content-Disposition: form-data; name=file; filename="a\\"b\\\\c.wav"; filename*=utf-8''%C3%A4%22.wav
                Content-Type: audio/wav
                Content-Length: 4

                RIFF
                --b--
                nor this
                """.replace("\n", "\r\n"));

        String boundary = understood.contentType().replace("multipart/form-data; boundary=", "");
        assertThat(boundary).matches("corral-[0-9a-f]{32}");
        assertThat(understood.sent()).isEqualTo("""
                --b
                Content-Disposition: form-data; name="model"
                Content-Type: text/plain; charset=utf-8

                llama3.2
                --b
                Content-Disposition: form-data; name="file"; filename="Ã¤_.wav"
                Content-Type: audio/wav

                RIFF
                --b--
                """.replace("\n", "\r\n").replace("--b", "--" + boundary));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "filename=a.wav | a.wav",
                "filename=my file.wav | my file.wav",
                "filename=\"C:\\dir\\a.wav\" | C:_dir_a.wav",
                "filename=\"a\\\"b.wav\" | a_b.wav",
                "filename=\"a%22b.wav\" | a%22b.wav",
                "filename=\"a;b=c.wav\" | a;b=c.wav",
                "filename*=UTF-8''%e2%82%ac.wav | \u00e2\u0082\u00ac.wav",
                "filename*=iso-8859-1'en'%e4.wav | \u00c3\u00a4.wav",
                "filename=a.wav; filename*=utf-8''%zz | a.wav",
                "filename=a.wav; filename*=utf-16''x | a.wav",
                "filename*=utf-8''%00%0d%0a.wav | ___.wav",
                "filename = \"a.wav\" ; size=3 | a.wav",
                "filename=\"a.wav\"; | a.wav"
            })
    void nameOfAFileIsFoundHoweverItIsWritten(String parameter, String name) throws Exception {
        assertThat(read(part("name=\"file\"; " + parameter, "RIFF") + END).parts())
                .containsExactly(new GoForm.Part("file", Optional.of(name), "RIFF"));
    }

    @Test
    void longNameOfAFileKeepsItsEnd() throws Exception {
        assertThat(read(part("name=file; filename=" + "x".repeat(1000) + ".wav", "RIFF") + END)
                        .parts()
                        .get(0)
                        .file())
                .contains("x".repeat(251) + ".wav");
    }

    @Test
    void fileWithoutANameIsAField() throws Exception {
        assertThat(read(part("name=model; filename=\"\"", "llama3.2") + END).models())
                .containsExactly("llama3.2");
        assertThat(read(part("name=model; filename=x", "llama3.2") + END).models())
                .isEmpty();
    }

    @Test
    void eachFieldForTheModelCountsButForEmptyOnes() throws Exception {
        Understood understood = read(part("name=model", "") + MODEL + part("name=MODEL", "\u00c2\u00a0qwen3\t") + END);
        assertThat(understood.models()).containsExactly("llama3.2", "qwen3");
        assertThat(understood.parts()).extracting(GoForm.Part::content).containsExactly("", "llama3.2", "qwen3");
        assertThat(read(part("name*=utf-8''m%6Fdel", "secret") + END).models()).containsExactly("secret");
    }

    /** To whoever reads it as RFC 2046 has it, there is nothing in it, not even the line that ends it. */
    @Test
    void partThatBeginsWithTheBoundaryIsEmpty() throws Exception {
        String nested = part("name=x", part("name=model", "secret").stripTrailing());
        assertThat(read(nested + END).models()).containsExactly("secret");
        assertThat(GoForm.read(TYPE, (nested + END).getBytes(StandardCharsets.ISO_8859_1)))
                .extracting(GoForm.Part::name)
                .containsExactly("x", "model");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--bc", "--b-", "--b--c", "--b x", " --b", "--B"})
    void whatOnlyBeginsLikeTheBoundaryIsContent(String line) throws Exception {
        String content = "1\r\n" + line + "\r\n2";
        assertThat(read(MODEL + part("name=x", content) + END).parts())
                .extracting(GoForm.Part::content)
                .containsExactly("llama3.2", content);
    }

    @Test
    void formWithoutReturnsIsTaken() throws Exception {
        String content = "1\r\n2\n";
        Understood understood =
                read((MODEL + part("name=x", "@") + END).replace("\r", "").replace("@", content));
        assertThat(understood.parts()).extracting(GoForm.Part::content).containsExactly("llama3.2", content);
    }

    @Test
    void partsThatAreNoFieldsAreLeftOut() throws Exception {
        Understood understood = read("--b\r\n\r\nno head\r\n--b\r\nContent-Type: text/plain\r\n\r\nno disposition\r\n"
                + "--b\r\nContent-Disposition: attachment; name=model\r\n\r\nsecret\r\n"
                + part("filename=x", "no name")
                + part("name=\"\"", "no name")
                + MODEL
                + END);
        assertThat(understood.models()).containsExactly("llama3.2");
        assertThat(understood.parts()).hasSize(1);
    }

    @Test
    void mediaTypeThatCanNotPassIsLeftOut() throws Exception {
        String part = "--b\r\nContent-Type: \u00e4/\u00f6\r\nContent-Disposition: form-data; name=x\r\n\r\n1\r\n";
        assertThat(read(part + END).sent()).doesNotContain("Content-Type").contains("\r\n1\r\n");
    }

    private static void isRefused(String form, String why) {
        assertThatThrownBy(() -> read(form))
                .as(form)
                .isInstanceOf(MalformedBodyException.class)
                .hasMessageContaining(why);
    }

    @Test
    void whatHasTwoMeaningsOrNoneIsRefused() {
        isRefused("", "no last boundary");
        isRefused("{\"model\":\"llama3.2\"}", "no last boundary");
        isRefused(MODEL, "no last boundary");
        isRefused(MODEL + "--b", "no last boundary");
        isRefused(MODEL + "--b\r\nContent-Disposition: form-data; name=x", "no last boundary");
        isRefused(part("name=x; name=model", "secret") + END, "in one way only");
        isRefused(part("name=x; name*=utf-8''model; name*=utf-8''y", "secret") + END, "in one way only");
        isRefused(part("name*0=mod; name*1=el", "secret") + END, "in one way only");
        isRefused(part("name*0*=utf-8''mod; name*1=el", "secret") + END, "in one way only");
        isRefused(part("name=\"model", "secret") + END, "in one way only");
        isRefused(part("name=\"mod\"el", "secret") + END, "in one way only");
        isRefused(part("name", "secret") + END, "in one way only");
        isRefused(part("name=\"mod\\el\"", "secret") + END, "name");
        isRefused(part("name=\"a\\\"b\"", "1") + END, "name");
        isRefused(part("name=" + "x".repeat(201), "1") + END, "name");
        isRefused(part("name=x\r\nContent-Disposition: form-data; name=model", "secret") + END, "twice");
        isRefused(part("name=x\r\nno field", "1") + END, "no field");
        isRefused(part("name=\u0000x", "1") + END, "control");
        isRefused(part("name=x\rname=model", "secret") + END, "control");
        isRefused(part("name=model\r\nContent-Transfer-Encoding: BASE64", "c2VjcmV0") + END, "base64");
        isRefused(part("name=model\r\nContent-Transfer-Encoding: quoted-printable", "s=65cret") + END, "quoted");
        isRefused(part("name=model", "a\r\nb") + END, "control");
        isRefused(part("name=model", "x".repeat(1001)) + END, "too long");
        isRefused(part("name=x\r\nX-Long: " + "x".repeat(8192), "1") + END, "8192");
    }

    @Test
    void thereMayBeAHundredParts() throws Exception {
        assertThat(read(MODEL.repeat(100) + END).models()).hasSize(100);
        isRefused(MODEL.repeat(101) + END, "100 parts");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "application/json",
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=\"\"",
                "multipart/mixed; boundary=b",
                "multipart/form-data; boundary=b; boundary=c",
                "multipart/form-data; boundary=\"b"
            })
    void withoutABoundaryItIsNoForm(String type) {
        assertThatThrownBy(() -> read(type, MODEL + END)).isInstanceOf(MalformedBodyException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data;boundary=b",
                "Multipart/Form-Data ; Boundary = b",
                "multipart/form-data; boundary=\"b\"",
                "multipart/form-data; charset=utf-8; boundary=b;",
                "multipart/form-data; boundary=b; charset=\"utf-8\""
            })
    void boundaryIsFoundHoweverItIsWritten(String type) throws Exception {
        assertThat(read(type, MODEL + END).models()).containsExactly("llama3.2");
    }

    @Provide
    Arbitrary<String> hostile() {
        return Arbitraries.of(
                        "--b\r\n",
                        "--b\r\n",
                        "--b \t\r\n",
                        "--b\n",
                        "--b--",
                        "--b--\r\n",
                        "\r\n",
                        "\r\n",
                        "\r\n",
                        "\n",
                        "Content-Disposition: form-data; name=model\r\n\r\n",
                        "Content-Disposition: form-data; name=\"model\"\r\n\r\n",
                        "Content-Disposition: form-data; name=x; filename=model\r\n\r\n",
                        "content-disposition:form-data;",
                        "Content-Disposition: form-data",
                        "; name=model",
                        "; name*=utf-8''model",
                        ";\r\n name=\"model\"",
                        "; filename=\"\"",
                        "; filename=\"\\\"; name=\\\"model\"",
                        "llama3.2\r\n",
                        "secret",
                        "secret\r\n",
                        " ",
                        "\"",
                        "\\",
                        ":",
                        "\u0000",
                        "\u00c2\u00a0",
                        "\u00ff",
                        "--corral-",
                        "Content-Transfer-Encoding: binary\r\n")
                .list()
                .ofMinSize(1)
                .ofMaxSize(14)
                .map(pieces -> pieces.stream().collect(Collectors.joining()));
    }

    /** Whatever it looks like, it is refused, or Ollama finds those models in what is sent on that were found here. */
    @Property(tries = 20_000)
    void goFindsTheSameModelsInWhatIsSentOn(@ForAll("hostile") String pieces) throws Exception {
        Understood understood;
        try {
            understood = read(MODEL + part("name=x", "1") + pieces + "\r\n" + END);
        } catch (MalformedBodyException | RefusedException e) {
            Statistics.label("forms").collect("refused");
            return;
        }
        Statistics.label("forms").collect("understood").coverage(checker -> checker.check("understood")
                .percentage(share -> share > 10));
        assertThat(modelsOf(understood.parts())).isEqualTo(understood.models());
        assertThat(understood.models()).allMatch(name -> ModelName.trim(name).equals(name));
    }
}
