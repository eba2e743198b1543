package org.corral.standin;

import java.util.regex.Pattern;

/** Ollama's checks of Host and Origin when it is bound to loopback. */
final class Doorman {
    private static final Pattern LOCAL_HOST = Pattern.compile(
            "(?i)(localhost|.+\\.(localhost|local|internal)|127\\.\\d+\\.\\d+\\.\\d+|0\\.0\\.0\\.0|10\\.\\d+\\.\\d+\\.\\d+"
                    + "|192\\.168\\.\\d+\\.\\d+|\\[::1?])(:\\d+)?");
    private static final Pattern LOCAL_ORIGIN = Pattern.compile(
            "(?i)(https?://(localhost|127\\.0\\.0\\.1|0\\.0\\.0\\.0)(:\\d+)?|(app|file|tauri|vscode-webview|vscode-file)://.*)");

    private Doorman() {}

    static boolean admits(Recorded request) {
        String host = request.header("Host").orElse("");
        return (host.isEmpty() || LOCAL_HOST.matcher(host).matches())
                && request.headers("Origin").stream().allMatch(origin -> known(origin, host));
    }

    private static boolean known(String origin, String host) {
        return LOCAL_ORIGIN.matcher(origin).matches()
                || origin.equals("http://" + host)
                || origin.equals("https://" + host);
    }
}
