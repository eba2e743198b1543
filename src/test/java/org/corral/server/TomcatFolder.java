package org.corral.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder of one Tomcat (CATALINA_BASE): its own configuration with another port, and the WAR. */
final class TomcatFolder {
    /** Name and password of whoever may use the manager: made anew for each run. */
    static final String MANAGER = UUID.randomUUID().toString();

    private static final String JSON_ERRORS = "org.apache.catalina.valves.JsonErrorReportValve";

    private TomcatFolder() {}

    static void create(Path base, TomcatSetup setup) throws IOException {
        for (String folder : List.of("conf", "lib", "logs", "temp", "webapps", "work")) {
            Files.createDirectory(base.resolve(folder));
        }
        try (Stream<Path> files = Files.list(setup.home.resolve("conf"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, base.resolve("conf").resolve(file.getFileName()));
            }
        }
        changeServer(base.resolve("conf/server.xml"), setup);
        addContextParams(base.resolve("conf/context.xml"), setup);
        if (setup.database.isPresent()) {
            Path file = Files.createDirectories(base.resolve("conf/Catalina/localhost"))
                    .resolve(warName(setup).replace(".war", ".xml"));
            Files.writeString(file, withDataSource(setup.database.get().product()));
        }
        Files.copy(setup.war, base.resolve("webapps").resolve(warName(setup)));
        for (Path jar : setup.libraries) {
            Files.copy(jar, base.resolve("lib").resolve(jar.getFileName()));
        }
        if (setup.manager) {
            addManager(base, setup.home);
        }
    }

    /** The file that operators copy, with the comment opened that has the data source for this product. */
    private static String withDataSource(String product) throws IOException {
        String xml = Files.readString(ServerPlace.serverConfig("tomcat/corral.xml"));
        Matcher comment = Pattern.compile("<!--[^>]*" + product + ":\\s+(<Resource [^>]*/>)\\s*-->")
                .matcher(xml);
        if (!comment.find()) {
            throw new IllegalStateException("corral.xml has no data source for " + product);
        }
        return xml.replace(comment.group(), comment.group(1));
    }

    static String warName(TomcatSetup setup) {
        String path = setup.path.substring(1);
        return (path.isEmpty() ? "ROOT" : path.replace('/', '#')) + ".war";
    }

    /** Port 0 is any free one: two servers at once can't meet. */
    private static void changeServer(Path file, TomcatSetup setup) throws IOException {
        String xml = Files.readString(file);
        xml = replace(xml, "<Server port=\"8005\"", "<Server port=\"-1\"");
        xml = replace(xml, "<Connector port=\"8080\"", "<Connector address=\"127.0.0.1\" port=\"0\"");
        xml = replace(xml, "unpackWARs=\"true\"", "unpackWARs=\"" + setup.unpacked + "\"");
        if (setup.jsonErrors) {
            xml = replace(xml, "<Host ", "<Host errorReportValveClass=\"" + JSON_ERRORS + "\" ");
            xml = replace(
                    xml,
                    "</Host>",
                    "<Valve className=\"" + JSON_ERRORS + "\" showReport=\"false\" showServerInfo=\"false\"/></Host>");
        }
        if (setup.continuesOnRead) {
            xml = replace(xml, " port=\"0\"", " port=\"0\" continueResponseTiming=\"onRead\"");
        }
        if (setup.accessLogAtOnce) {
            xml = replace(xml, "AccessLogValve\"", "AccessLogValve\" buffered=\"false\"");
        }
        if (setup.threads > 0) {
            xml = replace(xml, " port=\"0\"", " port=\"0\" maxThreads=\"" + setup.threads + "\" minSpareThreads=\"1\"");
        }
        if (setup.http2) {
            xml = xml.replaceFirst(
                    "(<Connector address=[^>]+?)/>",
                    "$1><UpgradeProtocol className=\"org.apache.coyote.http2.Http2Protocol\"/></Connector>");
        }
        if (setup.port > 0) {
            xml = replace(xml, " port=\"0\"", " port=\"" + setup.port + "\"");
        }
        Files.writeString(file, xml);
    }

    /** Into the defaults of every context: a context's own file would hide the WAR's META-INF/context.xml. */
    private static void addContextParams(Path file, TomcatSetup setup) throws IOException {
        StringBuilder params = new StringBuilder();
        setup.contextParams.forEach((name, value) -> params.append("  <Parameter name=\"")
                .append(name)
                .append("\" value=\"")
                .append(escape(value))
                .append("\" override=\"false\"/>\n"));
        setup.contextXml.forEach(element -> params.append("  ").append(element).append('\n'));
        Files.writeString(file, replace(Files.readString(file), "</Context>", params + "</Context>"));
    }

    private static void addManager(Path base, Path home) throws IOException {
        Folders.copy(home.resolve("webapps/manager"), base.resolve("webapps/manager"));
        Files.writeString(
                base.resolve("conf/tomcat-users.xml"),
                "<tomcat-users><role rolename='manager-script'/><user username='%1$s' password='%1$s' roles='manager-script'/></tomcat-users>"
                        .formatted(MANAGER));
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static String replace(String text, String old, String with) {
        if (!text.contains(old)) {
            throw new IllegalStateException("this Tomcat's configuration lacks " + old);
        }
        return text.replace(old, with);
    }

    private static String escape(String value) {
        return value.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
