package org.corral.server;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real Tomcat in a process and a temporary folder of its own, with Corral in {@code webapps}. Closing it ends the process,
 * in good order if its database is somewhere else, and deletes the folder.
 *
 * <pre>{@code
 * try (TomcatProcess tomcat = TomcatProcess.setup().contextParam("corral.token-algorithm", "EdDSA").start()) {
 *     ... tomcat.uri("/api/v1/auths/") ...
 * }
 * }</pre>
 */
public final class TomcatProcess implements AppServer {
    private static final Duration TIMEOUTS = Duration.ofMinutes(2);
    private static final String UP = "Server startup in [";
    private static final Pattern PORT = Pattern.compile("Starting ProtocolHandler \\[\"http-nio-.*-(\\d+)\"]");

    private final Path base;
    private final TomcatSetup setup;
    private final Process process;
    private int port;
    private Duration startedIn = Duration.ZERO;
    private OptionalLong residentAtFirst = OptionalLong.empty();

    private TomcatProcess(Path base, TomcatSetup setup, Process process) {
        this.base = base;
        this.setup = setup;
        this.process = process;
    }

    public static TomcatSetup setup() {
        return new TomcatSetup();
    }

    static TomcatProcess start(Path base, TomcatSetup setup) throws IOException, InterruptedException {
        Path console = base.resolve("logs/console.log");
        long begun = System.nanoTime();
        Process process = Commands.start(command(base, setup), base, setup.environment, console);
        TomcatProcess tomcat = new TomcatProcess(base, setup, process);
        try {
            tomcat.awaitLog(UP);
            tomcat.startedIn = Duration.ofNanos(System.nanoTime() - begun);
            tomcat.residentAtFirst = ResidentMemory.of(process.pid());
            tomcat.port = tomcat.portInLog();
            return tomcat;
        } catch (RuntimeException | Error e) {
            tomcat.close();
            throw e;
        }
    }

    /** What catalina.sh would run; the opened packages are those in which Tomcat looks for leaks. */
    private static List<String> command(Path base, TomcatSetup setup) {
        Path bin = setup.home.resolve("bin");
        List<String> command = new ArrayList<>(setup.launcher);
        command.add(ServerPlace.java());
        command.addAll(setup.jvmArgs);
        for (String opened : List.of("lang", "lang.reflect", "io", "util", "util.concurrent")) {
            command.add("--add-opens=java.base/java." + opened + "=ALL-UNNAMED");
        }
        command.add("--add-opens=java.rmi/sun.rmi.transport=ALL-UNNAMED");
        command.add("-Duser.language=en");
        command.add("-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager");
        command.add("-Djava.util.logging.config.file=" + base.resolve("conf/logging.properties"));
        command.add("-Djava.io.tmpdir=" + base.resolve("temp"));
        command.add("-Dcatalina.home=" + setup.home);
        command.add("-Dcatalina.base=" + base);
        command.add("-cp");
        command.add(bin.resolve("bootstrap.jar") + File.pathSeparator + bin.resolve("tomcat-juli.jar"));
        command.add("org.apache.catalina.startup.Bootstrap");
        command.add("start");
        return command;
    }

    /** Ends the process as {@code kill -9} does. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    private int portInLog() {
        Matcher matcher = PORT.matcher(log());
        if (!matcher.find()) {
            throw new AssertionError("Tomcat's log names no port:\n" + log());
        }
        return Integer.parseInt(matcher.group(1));
    }

    /** Whether Corral's context has started. */
    public boolean deployed() {
        return !log().contains("startup failed due to previous errors") && !log().contains("Error deploying");
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + (setup.path.equals("/") ? "" : setup.path) + path);
    }

    @Override
    public long pid() {
        return process.pid();
    }

    /** The server's folder, CATALINA_BASE. */
    @Override
    public Path base() {
        return base;
    }

    public Path dataDir() {
        return Path.of(setup.contextParams.getOrDefault("corral.data-dir", ""));
    }

    @Override
    public Duration startedIn() {
        return startedIn;
    }

    @Override
    public OptionalLong residentAtFirst() {
        return residentAtFirst;
    }

    @Override
    public String log() {
        try {
            return Files.readString(base.resolve("logs/console.log"), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError("can't read the log of Tomcat", e);
        }
    }

    /** One command of Tomcat's manager, as {@code reload?path=/}; returns what it answered. */
    public String manager(String command) throws IOException, InterruptedException {
        String credentials = TomcatFolder.MANAGER + ":" + TomcatFolder.MANAGER;
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/manager/text/" + command))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.US_ASCII)))
                .timeout(TIMEOUTS)
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    @Override
    public void redeploy() throws IOException, InterruptedException {
        String answer = manager("deploy?update=true&path=" + setup.path + "&war=" + setup.war.toUri());
        if (!answer.startsWith("OK - Deployed application")) {
            throw new AssertionError(answer + log());
        }
    }

    @Override
    public void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("Tomcat did not stop within 30 s:\n" + log());
        }
    }

    @Override
    public TomcatProcess startAgain() throws IOException, InterruptedException {
        Files.delete(base.resolve("logs/console.log"));
        return start(base, setup);
    }

    @Override
    public void close() throws IOException {
        if (!setup.keepsNothing(base)) {
            process.destroy();
            try {
                process.waitFor(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        process.destroyForcibly().onExit().join();
        TomcatFolder.delete(base);
    }
}
