package org.corral.bench;

import jakarta.servlet.Filter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.corral.access.JwtAuthenticationFilter;

/**
 * A WAR of somebody else's proxy servlet behind Corral's filter. What it needs to hold many streams is set as its
 * documentation advises.
 *
 * @param servlet the class
 * @param params its init-params
 * @param jars a folder with what it needs
 * @param flushing whether it needs the {@link FlushingFilter} to stream at all
 */
record PeerWar(String servlet, Map<String, String> params, Path jars, boolean flushing) {
    private static final String MOST = "20000";
    private static final String AN_HOUR = "3600000";

    static PeerWar smiley(int ollama, Path jars) {
        return new PeerWar(
                "org.mitre.dsmiley.httpproxy.ProxyServlet",
                Map.of(
                        "targetUri",
                        "http://127.0.0.1:" + ollama,
                        "http.maxConnections",
                        MOST,
                        "http.read.timeout",
                        AN_HOUR),
                jars,
                false);
    }

    static PeerWar jetty(int ollama, Path jars) {
        return new PeerWar(
                "org.eclipse.jetty.ee10.proxy.AsyncProxyServlet$Transparent",
                Map.of(
                        "proxyTo",
                        "http://127.0.0.1:" + ollama,
                        "prefix",
                        "/ollama",
                        // Where it is not set, Jetty's own server must give it threads.
                        "maxThreads",
                        "256",
                        "maxConnections",
                        MOST,
                        "timeout",
                        AN_HOUR,
                        "idleTimeout",
                        AN_HOUR),
                jars,
                true);
    }

    /** @param keys where the filter finds the keys of the tokens */
    void write(Path file, Path filterJar, String keys) throws IOException {
        try (ZipOutputStream war = new ZipOutputStream(Files.newOutputStream(file));
                Stream<Path> libraries = Files.list(jars)) {
            add(war, "WEB-INF/web.xml", webXml(keys).getBytes(StandardCharsets.UTF_8));
            for (Path jar : Stream.concat(Stream.of(filterJar), libraries).toList()) {
                add(war, "WEB-INF/lib/" + jar.getFileName(), Files.readAllBytes(jar));
            }
            addClass(war, FlushingFilter.class);
            for (Class<?> part : FlushingFilter.class.getDeclaredClasses()) {
                addClass(war, part);
            }
        }
    }

    private static void addClass(ZipOutputStream war, Class<?> type) throws IOException {
        String file = type.getName().replace('.', '/') + ".class";
        try (InputStream bytes = Objects.requireNonNull(type.getResourceAsStream("/" + file))) {
            add(war, "WEB-INF/classes/" + file, bytes.readAllBytes());
        }
    }

    private static void add(ZipOutputStream war, String name, byte[] content) throws IOException {
        war.putNextEntry(new ZipEntry(name));
        war.write(content);
        war.closeEntry();
    }

    private String webXml(String keys) {
        Map<String, String> tokens =
                Map.of("issuer", "corral", "audience", "corral", "jwksUri", keys, "roles", "/* authenticated");
        return """
                <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0" metadata-complete="true">
                %s
                %s
                  <servlet>
                    <servlet-name>proxy</servlet-name>
                    <servlet-class>%s</servlet-class>
                    %s
                    <load-on-startup>1</load-on-startup>
                    <async-supported>true</async-supported>
                  </servlet>
                  <servlet-mapping><servlet-name>proxy</servlet-name><url-pattern>/ollama/*</url-pattern></servlet-mapping>
                </web-app>
                """.formatted(
                        filter("tokens", JwtAuthenticationFilter.class, tokens),
                        flushing ? filter("flushing", FlushingFilter.class, Map.of()) : "",
                        servlet,
                        lines(params));
    }

    private static String filter(String name, Class<? extends Filter> type, Map<String, String> params) {
        return """
                  <filter>
                    <filter-name>%1$s</filter-name>
                    <filter-class>%2$s</filter-class>
                    <async-supported>true</async-supported>
                    %3$s
                  </filter>
                  <filter-mapping><filter-name>%1$s</filter-name><url-pattern>/*</url-pattern></filter-mapping>
                """.formatted(name, type.getName(), lines(params));
    }

    private static String lines(Map<String, String> params) {
        List<String> lines = params.entrySet().stream()
                .map(param -> "<init-param><param-name>" + param.getKey() + "</param-name><param-value>"
                        + param.getValue() + "</param-value></init-param>")
                .toList();
        return String.join("\n    ", lines);
    }
}
