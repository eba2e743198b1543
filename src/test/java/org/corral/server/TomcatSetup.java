package org.corral.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a {@link TomcatProcess} is to be: by default the WAR of this build at {@code /}, unpacked, with an empty data folder,
 * no Ollama, and signing keys that are quick to make. Every method but {@code start} changes this object and returns it.
 */
public final class TomcatSetup {
    Path home = BuiltFiles.server();
    Path war = BuiltFiles.war();
    String path = "/";
    boolean unpacked = true;
    boolean manager;
    boolean jsonErrors;
    boolean http2;
    boolean continuesOnRead;
    boolean accessLogAtOnce;
    int threads;
    int port;
    private boolean measured;
    Optional<BoundDatabase> database = Optional.empty();
    final Map<String, String> contextParams = new TreeMap<>();
    final Map<String, String> environment = new TreeMap<>();
    final List<String> contextXml = new ArrayList<>();
    final List<Path> libraries = new ArrayList<>();
    final List<String> launcher = new ArrayList<>();
    final List<String> jvmArgs = new ArrayList<>(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"));

    TomcatSetup() {}

    /** Another Tomcat than the one that this build has unpacked. */
    public TomcatSetup home(Path unpackedTomcat) {
        home = unpackedTomcat;
        return this;
    }

    public TomcatSetup war(Path file) {
        war = file;
        return this;
    }

    /** {@code /} is deployed as ROOT.war, {@code /corral} as corral.war. */
    public TomcatSetup path(String contextPath) {
        path = contextPath;
        return this;
    }

    /** The WAR stays one file. */
    public TomcatSetup packed() {
        unpacked = false;
        return this;
    }

    /** With Tomcat's manager, for {@link TomcatProcess#manager}. */
    public TomcatSetup withManager() {
        manager = true;
        return this;
    }

    /** What Tomcat refuses by itself is told in JSON and without its version, as server-config advises. */
    public TomcatSetup withJsonErrors() {
        jsonErrors = true;
        return this;
    }

    /** HTTP/2 without TLS, for those who ask for it by an upgrade. */
    public TomcatSetup http2() {
        http2 = true;
        return this;
    }

    /** {@code 100 Continue} is said when a body is wanted; by default Tomcat says it before anybody has looked at the request. */
    public TomcatSetup continueOnRead() {
        continuesOnRead = true;
        return this;
    }

    /** So many requests are handled at once, at the most. */
    public TomcatSetup threads(int most) {
        threads = most;
        return this;
    }

    /** A port that others know before the server starts, and after it was replaced; by default any free one. */
    public TomcatSetup port(int known) {
        port = known;
        return this;
    }

    /** Quick where there is much to compute, as passwords to hash; its start is slower. */
    public TomcatSetup manyPasswords() {
        return jvmArg("-XX:TieredStopAtLevel=4");
    }

    /** Compiled and signing as people run it, so that figures mean something. */
    public TomcatSetup asPeopleRunIt() {
        return jvmArg("-XX:TieredStopAtLevel=4").contextParam("corral.token-algorithm", "RS256");
    }

    /** What is written to the access log is in its file at once, and not after ten seconds. */
    public TomcatSetup accessLogAtOnce() {
        accessLogAtOnce = true;
        return this;
    }

    /** As an operator would in Tomcat's context file; stronger than web.xml. */
    public TomcatSetup contextParam(String name, String value) {
        contextParams.put(name, value);
        return this;
    }

    /** An element of Tomcat's context file, such as a {@code Resource}. */
    public TomcatSetup contextElement(String xml) {
        contextXml.add(xml);
        return this;
    }

    /** A jar beside Tomcat's own, as for the driver of a data source. */
    public TomcatSetup library(Path jar) {
        libraries.add(jar);
        return this;
    }

    /** On every server: its data source {@code jdbc/corral}, set up as server-config advises. */
    public TomcatSetup dataSource(BoundDatabase bound) {
        database = Optional.of(bound);
        environment.putAll(bound.environment());
        libraries.add(bound.driver());
        return jvmArg("-Dorg.apache.tomcat.util.digester.PROPERTY_SOURCE="
                + "org.apache.tomcat.util.digester.EnvironmentPropertySource");
    }

    /** Of the machine's own environment the server gets PATH, HOME and the like only. */
    public TomcatSetup environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** The rights of files hold for this server, also if the tests are run by root. */
    public TomcatSetup withoutPowersOfRoot() {
        if ("root".equals(System.getProperty("user.name"))) {
            String powers = "-dac_override,-dac_read_search";
            launcher.addAll(List.of("setpriv", "--bounding-set", powers, "--inh-caps", powers));
        }
        return this;
    }

    /** Added to {@code -Xmx256m -XX:TieredStopAtLevel=1} (quick to start); the last of a kind wins. */
    public TomcatSetup jvmArg(String argument) {
        jvmArgs.add(argument);
        return this;
    }

    /** This server's part of the coverage, if this build measures it. */
    public TomcatSetup measured() {
        String agent = System.getProperty("it.coverage-agent", "");
        measured = !agent.isEmpty();
        return measured ? jvmArg(agent) : this;
    }

    /** A folder that outlives the server, or one that is broken on purpose. */
    public TomcatSetup dataDir(Path folder) {
        return contextParam("corral.data-dir", folder.toString());
    }

    public TomcatSetup ollama(int port) {
        return contextParam("corral.ollama-urls", "http://127.0.0.1:" + port);
    }

    /** A server more than those that are set already. */
    public TomcatSetup andOllama(String url) {
        return contextParam("corral.ollama-urls", contextParams.get("corral.ollama-urls") + " " + url);
    }

    /** Whether nothing that the server keeps is looked at once it has ended: its database is in its own folder, and it is not measured. */
    boolean keepsNothing(Path base) {
        return Path.of(contextParams.get("corral.data-dir")).startsWith(base)
                && !contextParams.containsKey("corral.jdbc-url")
                && !environment.containsKey("CORRAL_JDBC_URL")
                && contextXml.isEmpty()
                && database.isEmpty()
                && !measured;
    }

    /** All that makes two servers the same, but for where their own folder is. */
    public String description() {
        return String.join(
                "\n",
                home + " " + war + " " + path,
                "unpacked " + unpacked + ", manager " + manager + ", HTTP/2 " + http2 + ", continues on read "
                        + continuesOnRead + ", access log " + accessLogAtOnce + ", threads " + threads,
                contextParams.toString(),
                environment.toString(),
                contextXml.toString(),
                libraries.toString() + database + launcher,
                jvmArgs.toString());
    }

    /** Returns when Corral is deployed; an {@link AssertionError} with the server's log when it is not. */
    public TomcatProcess start() throws IOException, InterruptedException {
        TomcatProcess tomcat = startAnyway();
        if (!tomcat.deployed()) {
            String log = tomcat.log();
            tomcat.close();
            throw new AssertionError("Corral did not come up:\n" + log);
        }
        return tomcat;
    }

    /** The server that this build tests, with these settings; what else is set here is for Tomcat alone. */
    public AppServer startUnderTest() throws IOException, InterruptedException {
        String server = System.getProperty("it.server", "");
        return ServerProcess.has(server)
                ? ServerProcess.start(server, contextParams, compilation(), database)
                : start();
    }

    /** Which of the JVM's compilers is used: the first alone makes half the work of a start. */
    private List<String> compilation() {
        return jvmArgs.stream()
                .filter(argument -> argument.startsWith("-XX:TieredStopAtLevel="))
                .toList();
    }

    /** Returns when Tomcat is up, be Corral deployed or not. */
    public TomcatProcess startAnyway() throws IOException, InterruptedException {
        Path base = Files.createTempDirectory("corral-tomcat");
        contextParams.putIfAbsent("corral.data-dir", base.resolve("data").toString());
        // A key of the default, RSA of 3,072 bits, takes longer to make than all the rest of a start.
        contextParams.putIfAbsent("corral.token-algorithm", "ES256");
        TomcatFolder.create(base, this);
        return TomcatProcess.start(base, this);
    }
}
