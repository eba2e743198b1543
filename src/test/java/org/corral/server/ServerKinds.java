package org.corral.server;

import java.util.Map;
import java.util.function.Supplier;

/** The kinds of servers that {@link ServerProcess} can start. */
final class ServerKinds {
    /** By the names of {@code -Dserver=NAME}. Tomcat has more to be set: {@link TomcatSetup}. */
    static final Map<String, Supplier<ServerKind>> ALL = Map.of(
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

    private ServerKinds() {}
}
