package org.corral.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How servers of one kind are started, for one server: there is a class for each kind. It uses the files of the server's folder
 * in {@code server-config} as they are, and adds only what differs from one start to the next: ports, folders, addresses.
 */
interface ServerKind {
    /** By the names of {@code -Dserver=NAME}. Tomcat has more to be set: {@link TomcatSetup}. */
    Map<String, Supplier<ServerKind>> ALL = Map.of(
            "payara", PayaraServer::new,
            "payara7", PayaraServer::new,
            "payara-micro", PayaraMicroServer::new,
            "payara-micro7", PayaraMicroServer::new,
            "glassfish7", GlassFishServer::new,
            "glassfish8", GlassFishServer::new,
            "jetty", () -> new JettyServer("ee10"),
            "jetty-ee11", () -> new JettyServer("ee11"),
            "liberty", LibertyServer::new,
            "wildfly", WildFlyServer::new);

    /** What is done once, before the first start. */
    default void prepare(ServerPlace place) throws IOException, InterruptedException {}

    /** Starts the server with the application. It need not be ready when this returns. */
    ProcessHandle start(ServerPlace place) throws IOException, InterruptedException;

    /** Where the server writes its log. */
    Path log(ServerPlace place);
}
