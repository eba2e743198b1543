package org.corral.bench;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One connection of {@link FastOllama}: what was asked, and the stream that is due there. */
final class FastAnswer implements Comparable<FastAnswer> {
    private static final int LONGEST_REQUEST = 16 << 10;
    private static final int TIME_DIGITS = 19;
    private static final String HEAD = head(
            "Content-Type: application/x-ndjson", "Date: Mon, 23 Nov 2026 08:00:00 GMT", "Transfer-Encoding: chunked");
    private static final String SAID =
            "{\"model\":\"bench\",\"created_at\":\"2026-01-01T00:00:00Z\",\"message\":{\"role\":\"assistant\",\"content\":\""
                    + FastOllama.MARK + "0".repeat(TIME_DIGITS) + FastOllama.MARK + "\"},";
    private static final byte[] TOKEN = chunk(SAID + "\"done\":false}\n");
    private static final byte[] LAST_TOKEN = chunk(SAID
            + "\"done_reason\":\"stop\",\"done\":true,\"total_duration\":1,\"load_duration\":1,\"prompt_eval_count\":7,"
            + "\"prompt_eval_duration\":1,\"eval_count\":7,\"eval_duration\":1}\n");
    private static final byte[] END = ascii("0\r\n\r\n");
    private static final byte[] LIST = whole(IntStream.range(0, FastOllama.MODELS)
            .mapToObj(FastAnswer::entry)
            .collect(Collectors.joining(",", "{\"models\":[", "]}")));
    private static final byte[] NOTHING_RUNS = whole("{\"models\":[]}");
    private static final byte[] VERSION = whole("{\"version\":\"0.0.0\"}");
    private static final byte[] NOT_FOUND = ascii("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");

    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocate(LONGEST_REQUEST);
    private final ByteBuffer out = ByteBuffer.allocateDirect(LONGEST_REQUEST);
    private long dueAt;
    private long intervalNanos;
    private int left;
    private int leftBeforeCut;

    FastAnswer(SocketChannel channel) throws IOException {
        this.channel = channel;
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    /** When the next token is to be said, by {@link System#nanoTime}. */
    long dueAt() {
        return dueAt;
    }

    @Override
    public int compareTo(FastAnswer other) {
        return Long.compare(dueAt, other.dueAt);
    }

    /** Reads what has come, and answers it if that is the whole of a request. Returns whether a token is due. */
    boolean read() throws IOException {
        try {
            if (channel.read(in) < 0) {
                channel.close();
                return false;
            }
        } catch (IOException e) {
            channel.close();
            return false;
        }
        String text = new String(in.array(), 0, in.position(), StandardCharsets.ISO_8859_1);
        int head = text.indexOf("\r\n\r\n");
        if (head < 0 || !isWhole(text, head + 4)) {
            return false;
        }
        in.clear();
        return answer(text);
    }

    private static boolean isWhole(String text, int head) {
        String fields = text.substring(0, head).toLowerCase(Locale.ROOT);
        return fields.contains("\r\ntransfer-encoding:")
                ? text.endsWith("\r\n0\r\n\r\n")
                : text.length() >= head + number(fields, "content-length: *", 0);
    }

    private boolean answer(String request) throws IOException {
        if (request.startsWith("POST /api/chat ")) {
            left = number(request, "num_predict\": *", 1);
            leftBeforeCut = number(request, "cut_after\": *", Integer.MAX_VALUE);
            intervalNanos = number(request, "interval_us\": *", 0) * 1000L;
            out.put(ascii(HEAD));
            dueAt = System.nanoTime();
            return speak();
        }
        boolean list = request.startsWith("GET /api/tags ");
        boolean running = request.startsWith("GET /api/ps ");
        boolean version = request.startsWith("GET /api/version ");
        send(list ? LIST : running ? NOTHING_RUNS : version ? VERSION : NOT_FOUND);
        return false;
    }

    /** Returns whether another token is due. */
    boolean speak() throws IOException {
        if (!channel.isOpen()) {
            return false;
        }
        if (leftBeforeCut-- == 0) {
            channel.close();
            return false;
        }
        left--;
        byte[] token = left > 0 ? TOKEN : LAST_TOKEN;
        int start = out.position();
        out.put(token);
        stamp(start + indexOfTime(token), System.nanoTime());
        send(left > 0 ? new byte[0] : END);
        dueAt += intervalNanos;
        return left > 0 && channel.isOpen();
    }

    private static int indexOfTime(byte[] token) {
        int at = 0;
        while (token[at] != FastOllama.MARK) {
            at++;
        }
        return at + 1;
    }

    private void stamp(int at, long time) {
        long rest = time;
        for (int digit = TIME_DIGITS - 1; digit >= 0; digit--) {
            out.put(at + digit, (byte) ('0' + rest % 10));
            rest /= 10;
        }
    }

    /** Whoever does not take it is cut off: a queue here would hide that something is too slow. */
    private void send(byte[] more) throws IOException {
        out.put(more).flip();
        try {
            channel.write(out);
        } catch (IOException e) {
            channel.close();
        }
        if (out.hasRemaining()) {
            channel.close();
        }
        out.clear();
    }

    private static int number(String text, String before, int otherwise) {
        Matcher matcher = Pattern.compile(before + "(\\d+)").matcher(text);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : otherwise;
    }

    private static byte[] chunk(String line) {
        return ascii(Integer.toHexString(line.length()) + "\r\n" + line + "\r\n");
    }

    private static byte[] whole(String json) {
        return ascii(head("Content-Type: application/json; charset=utf-8", "Content-Length: " + json.length()) + json);
    }

    private static String head(String... fields) {
        return "HTTP/1.1 200 OK\r\n" + String.join("\r\n", fields) + "\r\n\r\n";
    }

    private static String entry(int number) {
        String name = "\"model-" + number + ":latest\"";
        return "{\"name\":" + name + ",\"model\":" + name
                + ",\"modified_at\":\"2026-01-01T00:00:00Z\",\"size\":4661224676,\"digest\":\"" + "365c0bd3".repeat(8)
                + "\",\"details\":{\"parent_model\":\"\",\"format\":\"gguf\",\"family\":\"llama\",\"families\":[\"llama\"],"
                + "\"parameter_size\":\"8.0B\",\"quantization_level\":\"Q4_0\"}}";
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
