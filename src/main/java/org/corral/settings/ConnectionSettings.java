package org.corral.settings;

import static org.corral.settings.Setting.CONNECT_TIMEOUT;
import static org.corral.settings.Setting.IDLE_CONNECTION;
import static org.corral.settings.Setting.IO_THREADS;
import static org.corral.settings.Setting.MAX_ANSWER_FIELDS;
import static org.corral.settings.Setting.MAX_ANSWER_HEAD;

import java.time.Duration;

/**
 * The connections to Ollama.
 *
 * @param ioThreads 0 to 64 threads that read and write; 0 for as many as there are cores
 * @param connectTimeout 1 ms to 1 week for a connection to be made
 * @param idle 1 ms to 1 week for which an idle connection is kept
 * @param maxAnswerHead 4 KB to 1 MB for status and fields of an answer
 * @param maxAnswerFields 20 to 10,000 of these fields
 */
public record ConnectionSettings(
        int ioThreads, Duration connectTimeout, Duration idle, Size maxAnswerHead, int maxAnswerFields) {
    private static final Range<Integer> THREADS = new Range<>(0, 64);
    private static final Range<Size> HEAD = new Range<>(new Size(4 << 10), new Size(1 << 20));
    private static final Range<Integer> FIELDS = new Range<>(20, 10_000);

    public ConnectionSettings {
        THREADS.require("ioThreads", ioThreads);
        TimeoutSettings.WAIT.require("connectTimeout", connectTimeout);
        TimeoutSettings.WAIT.require("idle", idle);
        HEAD.require("maxAnswerHead", maxAnswerHead);
        FIELDS.require("maxAnswerFields", maxAnswerFields);
    }

    static ConnectionSettings read(SettingReader in) {
        return new ConnectionSettings(
                in.number(IO_THREADS, THREADS),
                in.duration(CONNECT_TIMEOUT, TimeoutSettings.WAIT),
                in.duration(IDLE_CONNECTION, TimeoutSettings.WAIT),
                in.size(MAX_ANSWER_HEAD, HEAD),
                in.number(MAX_ANSWER_FIELDS, FIELDS));
    }

    /** The number of threads on this machine that {@link #ioThreads} means. */
    public int threads() {
        return ioThreads == 0 ? Runtime.getRuntime().availableProcessors() : ioThreads;
    }
}
