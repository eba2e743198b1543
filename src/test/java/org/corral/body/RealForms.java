package org.corral.body;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Forms as real programs write them: a model, an empty field, a file whose name is not plain, and an empty file. What curl, Go,
 * node and Python's requests write was taken from them; the others are as their sources and documentation have it.
 */
public final class RealForms {
    /** Of the file, with what looks like the end of something in it. */
    public static final String SOUND = "RIFF\r\n--\r\n\r\n--bound\r\n\n\n--\u0000\u00ff\u0080";

    /**
     * A request with a form.
     *
     * @param body a character for each byte
     */
    public record Form(String program, String contentType, String body) {
        public byte[] bytes() {
            return body.getBytes(StandardCharsets.ISO_8859_1);
        }

        @Override
        public String toString() {
            return program;
        }
    }

    private RealForms() {}

    public static Stream<Form> all() {
        return Stream.of(
                fromCurl(),
                fromCurlOfOld(),
                fromRequests(),
                fromAiohttp(),
                fromHttpx(),
                fromUrllib3OfOld(),
                fromNode(),
                fromFirefox(),
                fromGo(),
                fromDotNet(),
                fromDart(),
                fromDio(),
                fromOkHttp(),
                fromHttpMime(),
                fromHttpMimeStrict(),
                fromSpring(),
                fromAkka(),
                fromRuby(),
                byMailTools());
    }

    /** @param parts head and content, by turns */
    private static Form form(String program, String contentType, String boundary, String... parts) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < parts.length; i += 2) {
            body.append("--").append(boundary).append("\r\n");
            body.append(parts[i]).append("\r\n\r\n").append(parts[i + 1]).append("\r\n");
        }
        return new Form(program, contentType, body + "--" + boundary + "--\r\n");
    }

    private static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static String field(String name) {
        return "Content-Disposition: form-data; name=\"" + name + "\"";
    }

    private static String file(String name, String mediaType) {
        return bytes("Content-Disposition: form-data; name=\"file\"; filename=\"" + name + "\"\r\nContent-Type: "
                + mediaType);
    }

    /** Most agree on these. */
    private static Form usual(String program, String boundary, String fileName, String mediaType) {
        return form(
                program,
                "multipart/form-data; boundary=" + boundary,
                boundary,
                field("model"),
                "llama3.2",
                field("prompt"),
                "",
                file(fileName, mediaType),
                SOUND,
                file("empty.wav", mediaType),
                "");
    }

    private static Form fromCurl() {
        return usual(
                "curl", "------------------------e2087759dfc8b8c2", "na%22i\\ve ä.wav", "application/octet-stream");
    }

    private static Form fromCurlOfOld() {
        return usual(
                "curl before 7.81", "------------------------d74496d66958873e", "na\\\"i\\\\ve ä.wav", "audio/x-wav");
    }

    private static Form fromRequests() {
        return usual("Python, requests", "31ef426adefd06a909568f70b31621e6", "na%22i\\ve ä.wav", "audio/wav");
    }

    private static Form fromAiohttp() {
        String boundary = "c9cf2f4ba7a24bd6b6c6c3d93ba22ab1";
        String model = "Content-Type: text/plain; charset=utf-8\r\nContent-Disposition: form-data; name=\"model\"";
        String prompt = "Content-Type: text/plain; charset=utf-8\r\nContent-Disposition: form-data; name=\"prompt\"";
        String file = "Content-Type: audio/x-wav\r\n"
                + "Content-Disposition: form-data; name=\"file\"; filename=\"a.wav\"; filename*=utf-8''na%22ive%20%C3%A4.wav";
        return form(
                "Python, aiohttp",
                "multipart/form-data; boundary=" + boundary,
                boundary,
                model,
                "llama3.2",
                prompt,
                "",
                file,
                SOUND,
                file,
                "");
    }

    private static Form fromHttpx() {
        return usual("Python, httpx", "f3b3bdb1a3b1f0e9b3b0c3a8a3f1a9c7", "na%22i\\\\ve ä.wav", "audio/x-wav");
    }

    private static Form fromUrllib3OfOld() {
        String boundary = "9f1c5f2c1c1f4f0f8d3d3b8b2a1a0c0d";
        String file = "Content-Disposition: form-data; name=\"file\"; filename*=utf-8''na%C3%AFve.wav";
        return form(
                "Python, urllib3 before 1.25",
                "multipart/form-data; boundary=" + boundary,
                boundary,
                field("model"),
                "llama3.2",
                field("prompt"),
                "",
                file,
                SOUND,
                file,
                "");
    }

    private static Form fromNode() {
        return usual("node and Chrome", "----formdata-undici-091769594753", "na%22i\\ve ä.wav", "audio/wav");
    }

    private static Form fromFirefox() {
        return usual(
                "Firefox", "---------------------------9051914041544843365972754266", "na%22i\\ve ä.wav", "audio/wav");
    }

    private static Form fromGo() {
        return usual(
                "Go",
                "945277c9139fcbfff91c317c1eebfb10c4426d176487e4d3a8d3e8a088e6",
                "na\\\"i\\\\ve ä.wav",
                "application/octet-stream");
    }

    /** No quotes where a token will do, quotes around the boundary, the name of the file twice. */
    private static Form fromDotNet() {
        String boundary = "4b39ed14-752b-480a-9846-fc0019132d15";
        String file =
                "Content-Type: audio/wav\r\nContent-Disposition: form-data; name=file; filename=\"=?utf-8?B?w6Qud2F2?=\";"
                        + " filename*=utf-8''%C3%A4.wav";
        return form(
                ".NET",
                "multipart/form-data; boundary=\"" + boundary + "\"",
                boundary,
                "Content-Type: text/plain; charset=utf-8\r\nContent-Disposition: form-data; name=model",
                "llama3.2",
                "Content-Type: text/plain; charset=utf-8\r\nContent-Disposition: form-data; name=prompt",
                "",
                file,
                SOUND,
                "Content-Disposition: form-data; name=file; filename=empty.wav; filename*=utf-8''empty.wav",
                "");
    }

    private static Form fromDart() {
        String boundary = "dart-http-boundary-w.f2+9AQ_x1zyUkKcDkq-Ww3ykJ8ng6uSfOVg-l2y8P4wQ";
        String file = "content-type: application/octet-stream\r\n"
                + "content-disposition: form-data; name=\"file\"; filename=\"na%22ive.wav\"";
        return form(
                "Dart",
                "multipart/form-data; boundary=" + boundary,
                boundary,
                "content-disposition: form-data; name=\"model\"",
                "llama3.2",
                "content-disposition: form-data; name=\"prompt\"\r\ncontent-type: text/plain; charset=utf-8\r\n"
                        + "content-transfer-encoding: binary",
                "",
                file,
                SOUND,
                file,
                "");
    }

    private static Form fromDio() {
        String boundary = "--dio-boundary-3788753558";
        String file = "content-disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\ncontent-type: audio/wav";
        return form(
                "Dart, dio",
                "multipart/form-data; boundary=" + boundary,
                boundary,
                "content-disposition: form-data; name=\"model\"",
                "llama3.2",
                "content-disposition: form-data; name=\"prompt\"",
                "",
                file,
                SOUND,
                file,
                "");
    }

    private static Form fromOkHttp() {
        String boundary = "0e7b2f4c-95cc-4a32-8d35-a2a9d9a3c6d5";
        return form(
                "Java, OkHttp before 5",
                "multipart/form-data; boundary=" + boundary,
                boundary,
                field("model") + "\r\nContent-Length: 8",
                "llama3.2",
                field("prompt") + "\r\nContent-Length: 0",
                "",
                file("na%22ive ä.wav", "audio/wav") + "\r\nContent-Length: 27",
                SOUND,
                file("empty.wav", "audio/wav") + "\r\nContent-Length: 0",
                "");
    }

    private static Form fromHttpMime() {
        String boundary = "httpclient_boundary_8cfeb7f6-ca3a-4a0f-8a42-1a4d9e4f6a8b";
        return form(
                "Java, Apache HttpClient",
                "multipart/form-data; charset=UTF-8; boundary=" + boundary,
                boundary,
                field("model"),
                "llama3.2",
                field("prompt"),
                "",
                file("na\\\"i\\\\ve ä.wav", "audio/wav"),
                SOUND,
                file("empty.wav", "audio/wav"),
                "");
    }

    private static Form fromHttpMimeStrict() {
        String boundary = "kGJ1NqpZQ0y8kQ3mYTQbJ-zpUyFfX";
        String text = "\r\nContent-Type: text/plain; charset=ISO-8859-1\r\nContent-Transfer-Encoding: 8bit";
        String binary = "\r\nContent-Transfer-Encoding: binary";
        return form(
                "Java, Apache HttpClient, strict",
                "multipart/form-data; boundary=" + boundary + "; charset=ISO-8859-1",
                boundary,
                field("model") + text,
                "llama3.2",
                field("prompt") + text,
                "",
                file("a.wav", "audio/wav") + binary,
                SOUND,
                file("empty.wav", "audio/wav") + binary,
                "");
    }

    private static Form fromSpring() {
        String boundary = "ZpWlyRqEJ2_tO9y4i6vHhTfS0nq8mLwa";
        return form(
                "Java, Spring",
                "multipart/form-data;boundary=" + boundary + ";charset=UTF-8",
                boundary,
                field("model") + "\r\nContent-Type: text/plain;charset=UTF-8\r\nContent-Length: 8",
                "llama3.2",
                field("prompt") + "\r\nContent-Type: text/plain;charset=UTF-8\r\nContent-Length: 0",
                "",
                "Content-Disposition: form-data; name=\"file\"; filename=\"=?UTF-8?Q?na=C3=AFve.wav?=\"\r\n"
                        + "Content-Type: audio/wav\r\nContent-Length: 27",
                SOUND,
                file("empty.wav", "audio/wav") + "\r\nContent-Length: 0",
                "");
    }

    private static Form fromAkka() {
        String boundary = "xWtacaNwjOWLKFExaR8fOv6Q";
        String text = "Content-Type: text/plain; charset=UTF-8\r\nContent-Disposition: form-data; name=";
        return form(
                "Scala, Akka",
                "multipart/form-data; boundary=" + boundary + "; charset=UTF-8",
                boundary,
                text + "model",
                "llama3.2",
                text + "prompt",
                "",
                "Content-Type: audio/wav\r\nContent-Disposition: form-data; filename=somefile.wav; name=file",
                SOUND,
                "Content-Type: audio/wav\r\nContent-Disposition: form-data; filename=empty.wav; name=file",
                "");
    }

    private static Form fromRuby() {
        return usual("Ruby", "-----------RubyMultipartPost-70d2d1c4a0b0f0c2", "naive.wav", "audio/x-wav");
    }

    /** Words around it, blanks behind the boundary, heads in several lines, and nothing after the last boundary. */
    private static Form byMailTools() {
        String part = "--=_b 1 \t\r\n";
        return new Form(
                "tools for mail",
                "Multipart/Form-Data; boundary=\"=_b 1\"",
                "This is a message in MIME format.\r\n\r\n" + part
                        + "Content-Disposition: form-data;\r\n\tname=\"model\"\r\n\r\nllama3.2\r\n" + part
                        + "CONTENT-DISPOSITION: Form-Data; Name=\"prompt\";\r\n\r\n" + "\r\n" + part
                        + "Content-Disposition: form-data; name=\"file\";\r\n filename=\"a.wav\"; size=27\r\n\r\n"
                        + SOUND
                        + "\r\n" + part
                        + "Content-Disposition: form-data; name=\"file\"; filename=\"empty.wav\"\r\n\r\n\r\n"
                        + "--=_b 1--");
    }

    /** What is to be found in each of them: names, and contents. */
    public static List<String> expected() {
        return List.of("model=llama3.2", "prompt=", "file=" + SOUND, "file=");
    }

    /** The same of what was found. */
    public static List<String> found(List<GoForm.Part> parts) {
        return parts.stream()
                .map(part -> Objects.requireNonNull(part.name()) + "=" + part.content())
                .toList();
    }
}
