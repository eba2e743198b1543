package org.corral.container;

import jakarta.servlet.ServletRequest;
import java.io.IOException;

/** Open Liberty and WebSphere Liberty. */
final class Liberty implements Server {
    /** From a request to the socket below it. */
    private static final String[] SOCKET = {"getIRequest", "conn", "getTCPConnectionContext", "getSocketIOChannel"};

    private static final String HTTP1 = "HTTP/1.";

    static boolean made(ServletRequest servers) {
        String name = servers.getClass().getName();
        return name.startsWith("io.openliberty.webcontainer") || name.startsWith("com.ibm.ws.webcontainer");
    }

    /** Liberty ends the message in good order whatever a servlet throws, so the socket is closed below it. */
    @Override
    public void breakOff(ServletRequest servers) throws IOException, ReflectiveOperationException {
        if (!servers.getProtocol().startsWith(HTTP1)) {
            Server.super.breakOff(servers);
            return;
        }
        Object socket = ServerInternals.follow(servers, SOCKET);
        ServerInternals.method(socket, "close").invoke(socket);
    }
}
