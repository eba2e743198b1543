package org.corral.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.corral.wire.RawClient;

/**
 * One way to Ollama that is measured.
 *
 * @param prefix before Ollama's own paths
 * @param header a header line, "" for none
 * @param cpu the processor time that it has taken so far, in nanoseconds
 * @param pid of its process; that of this one where there is none of its own
 */
record Candidate(String name, int port, String prefix, String header, LongSupplier cpu, long pid) {
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    /** A gateway in a process of its own. */
    static Candidate process(String name, int port, long pid, String header) {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        return new Candidate(
                name,
                port,
                "/ollama",
                header,
                // On Linux utime and stime of /proc/<pid>/stat.
                () -> process.info().totalCpuDuration().orElseThrow().toNanos(),
                pid);
    }

    /** Nothing in between. The processor time is the stand-in's own. */
    static Candidate none(FastOllama ollama) {
        return new Candidate(
                "none",
                ollama.port(),
                "",
                "",
                ollama::cpuNanos,
                ProcessHandle.current().pid());
    }

    boolean hasOwnProcess() {
        return pid != ProcessHandle.current().pid();
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

    /** What of the process is in memory at this moment. */
    double residentMegabytes() {
        try {
            Matcher matcher = RESIDENT.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
            return matcher.find() ? Long.parseLong(matcher.group(1)) / 1024.0 : Double.NaN;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
