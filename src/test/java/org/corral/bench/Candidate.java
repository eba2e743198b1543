package org.corral.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.corral.server.TomcatProcess;
import org.corral.wire.RawClient;

/**
 * One way to Ollama that is measured.
 *
 * @param prefix before Ollama's own paths
 * @param header a header line, "" for none
 * @param server empty where nothing is in between
 */
record Candidate(String name, int port, String prefix, String header, Optional<TomcatProcess> server) {
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final int LINES_OF_LOG = 60;

    static Candidate none(FastOllama ollama) {
        return new Candidate("none", ollama.port(), "", "", Optional.empty());
    }

    static Candidate gateway(String name, TomcatProcess server, String header) {
        return new Candidate(name, server.port(), "/ollama", header, Optional.of(server));
    }

    /** The whole request. */
    String chat(int tokens, Duration interval, String moreOptions) {
        return RawClient.post(
                prefix + "/api/chat",
                "{\"model\":\"model-0:latest\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"options\":{"
                        + "\"num_predict\":" + tokens + ",\"interval_us\":" + interval.toNanos() / 1000 + moreOptions
                        + "}}",
                headers());
    }

    String get(String path) {
        return RawClient.request("GET", prefix + path, headers());
    }

    private String[] headers() {
        return header.isEmpty() ? new String[0] : new String[] {header};
    }

    /** Of its process, which must be one of its own. */
    long pid() {
        return server.orElseThrow().pid();
    }

    /** Processor time that its process has taken so far, 0 where there is none; on Linux utime and stime of /proc/pid/stat. */
    long cpuNanos() {
        return server.flatMap(tomcat -> ProcessHandle.of(tomcat.pid()))
                .map(process -> process.info().totalCpuDuration().orElseThrow().toNanos())
                .orElse(0L);
    }

    /** What of the process is in memory at this moment. */
    double residentMegabytes() throws IOException {
        Matcher matcher = RESIDENT.matcher(Files.readString(Path.of("/proc/" + pid() + "/status")));
        return matcher.find() ? Long.parseLong(matcher.group(1)) / 1024.0 : Double.NaN;
    }

    /** That this can't be measured, with the end of what its server has logged. */
    IllegalStateException unfit(String reason) throws IOException {
        List<String> log = server.isPresent() ? log(server.orElseThrow()) : List.of();
        List<String> last = log.subList(Math.max(0, log.size() - LINES_OF_LOG), log.size());
        return new IllegalStateException(name + ", " + reason + "\n" + String.join("\n", last));
    }

    /** Of its applications: their exceptions are not on the console. */
    private static List<String> log(TomcatProcess server) throws IOException {
        List<String> lines = new ArrayList<>();
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(server.base().resolve("logs"), "localhost.*")) {
            for (Path log : logs) {
                lines.addAll(Files.readAllLines(log));
            }
        }
        return lines;
    }
}
