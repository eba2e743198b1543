package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.corral.body.GoForm;
import org.corral.body.RealForms;
import org.corral.it.Gate;
import org.corral.standin.Recorded;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Transcription, as programs ask for it; which models may be used is held by {@link ModelRuleIT}. */
@Tag("portable")
@Timeout(60)
class FormIT {
    private static final String PATH = "/v1/audio/transcriptions";

    private final Gate gate = Gate.open();

    static Stream<RealForms.Form> forms() {
        return RealForms.all();
    }

    /** All of them have an empty field and an empty file. */
    @ParameterizedTest
    @MethodSource("forms")
    void formOfARealProgramReachesOllamaWhole(RealForms.Form form) throws Exception {
        RawAnswer answer = ask(form);

        assertThat(answer.status()).as(answer::text).isEqualTo(200);
        Recorded asked = gate.ollama().requests(PATH).get(0);
        assertThat(asked.headers("Content-Type")).hasSize(1);
        assertThat(RealForms.found(GoForm.read(asked.header("Content-Type").orElseThrow(), asked.body())))
                .isEqualTo(RealForms.expected());
    }

    @Test
    void formWithNothingInItReachesOllamaToo() throws IOException {
        RawAnswer answer = ask(new RealForms.Form("nobody", "multipart/form-data; boundary=b", "--b--\r\n"));

        assertThat(answer.status()).as(answer::text).isEqualTo(200);
        assertThat(gate.ollama().requests(PATH).get(0).bodyText()).endsWith("--\r\n");
    }

    @Test
    void whoEncodesWhatNeedNotBeIsToldSo() throws IOException {
        RawAnswer answer =
                ask(new RealForms.Form("nobody", "multipart/form-data; boundary=b", """
                --b
                Content-Disposition: form-data; name=file; filename=a.wav
                Content-Transfer-Encoding: base64

                UklGRg==
                --b--
                """.replace("\n", "\r\n")));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("base64", "RFC 7578");
        assertThat(gate.ollama().requests(PATH)).isEmpty();
    }

    private RawAnswer ask(RealForms.Form form) throws IOException {
        byte[] body = form.bytes();
        String head = RawClient.request(
                "POST",
                "/ollama" + PATH,
                gate.user().bearer(),
                "Content-Type: " + form.contentType(),
                "Content-Length: " + body.length);
        try (RawClient client = gate.connect()) {
            client.send(head.getBytes(StandardCharsets.US_ASCII));
            return client.send(body).readAll(SOON);
        }
    }
}
