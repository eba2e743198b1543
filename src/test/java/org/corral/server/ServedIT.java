package org.corral.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.corral.it.Gate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the server that Maven has started says of itself, with the settings that server-config advises. */
@Tag("portable")
final class ServedIT {
    private static final URI SERVER = Gate.open().url();

    @Test
    void aPathThatIsNotThereIsAnsweredWithoutHtmlAndVersion() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(SERVER.resolve("/nothing")).build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
        assertThat(answer.body()).startsWith("{\"detail\":");
        tellsNothing(answer.headers().map() + answer.body());
    }

    @Test
    void whatIsNoHttpIsAnsweredWithoutTheServersVersion() throws Exception {
        tellsNothing(raw("THIS IS NOT HTTP\r\n\r\n"));
        tellsNothing(raw("GET /a|b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
        tellsNothing(raw("GET /.well-known/jwks.json HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n"));
        tellsNothing(raw("GET /.well-known/jwks.json HTTP/9.9\r\nHost: x\r\nConnection: close\r\n\r\n"));
    }

    private static void tellsNothing(String answer) {
        assertThat(answer).doesNotContainIgnoringCase("tomcat");
        assertThat(answer).doesNotContainIgnoringCase("payara");
        assertThat(answer.toLowerCase(Locale.ROOT))
                .doesNotContain(
                        "x-powered-by", "server:", "server=", "java.", "org.apache", "\tat ", "<html", "<!doctype");
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getByName(SERVER.getHost()), SERVER.getPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
