package org.corral.elsewhere;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.corral.server.BuiltFiles;

/** A WAR of one servlet, one jar and the filter. */
final class OtherWar {
    private static final String SERVLET = "org/corral/elsewhere/WhoServlet.class";

    private OtherWar() {}

    /** @param params init-params of the filter, beside its roles */
    static Path write(Path file, Map<String, String> params) throws IOException {
        try (ZipOutputStream war = new ZipOutputStream(Files.newOutputStream(file))) {
            add(war, "WEB-INF/web.xml", webXml(params).getBytes(StandardCharsets.UTF_8));
            add(war, "WEB-INF/lib/corral-access.jar", Files.readAllBytes(BuiltFiles.accessJar()));
            try (InputStream servlet = OtherWar.class.getResourceAsStream("WhoServlet.class")) {
                add(
                        war,
                        "WEB-INF/classes/" + SERVLET,
                        Objects.requireNonNull(servlet).readAllBytes());
            }
        }
        return file;
    }

    private static void add(ZipOutputStream war, String name, byte[] content) throws IOException {
        war.putNextEntry(new ZipEntry(name));
        war.write(content);
        war.closeEntry();
    }

    private static String webXml(Map<String, String> params) {
        StringBuilder lines = new StringBuilder();
        params.forEach((name, value) -> lines.append("    <init-param><param-name>")
                .append(name)
                .append("</param-name><param-value>")
                .append(value)
                .append("</param-value></init-param>\n"));
        return """
                <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0" metadata-complete="true">
                  <!-- Before the one that checks tokens: a preflight has none. -->
                  <filter>
                    <filter-name>cors</filter-name>
                    <filter-class>org.apache.catalina.filters.CorsFilter</filter-class>
                    <async-supported>true</async-supported>
                    <init-param>
                      <param-name>cors.allowed.origins</param-name><param-value>https://app.test</param-value>
                    </init-param>
                    <init-param>
                      <param-name>cors.allowed.headers</param-name><param-value>authorization</param-value>
                    </init-param>
                  </filter>
                  <filter-mapping><filter-name>cors</filter-name><url-pattern>/*</url-pattern></filter-mapping>
                  <filter>
                    <filter-name>tokens</filter-name>
                    <filter-class>org.corral.access.JwtAuthenticationFilter</filter-class>
                    <async-supported>true</async-supported>
                    %s
                    <init-param>
                      <param-name>roles</param-name>
                      <param-value>
                        /open     anyone
                        /reports  user
                        /admin/*  admin
                        /staff    manager
                        /me       authenticated
                      </param-value>
                    </init-param>
                  </filter>
                  <filter-mapping><filter-name>tokens</filter-name><url-pattern>/*</url-pattern></filter-mapping>
                  <servlet>
                    <servlet-name>who</servlet-name>
                    <servlet-class>org.corral.elsewhere.WhoServlet</servlet-class>
                  </servlet>
                  <servlet-mapping><servlet-name>who</servlet-name><url-pattern>/*</url-pattern></servlet-mapping>
                </web-app>
                """.formatted(lines);
    }
}
