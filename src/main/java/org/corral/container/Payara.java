package org.corral.container;

import jakarta.servlet.ServletRequest;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Payara and GlassFish. Grizzly is their HTTP server. */
final class Payara implements Server {
    private static final String GRIZZLY = "getUnwrappedCoyoteRequest";
    private static final String[] CONNECTION = {GRIZZLY, "getCoyoteRequest", "getContext", "getConnection"};

    static boolean made(ServletRequest servers) {
        try {
            servers.getClass().getMethod(GRIZZLY);
            return true;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    /** Payara ends the message in good order whatever a servlet throws, so the connection is closed directly. */
    @Override
    public void breakOff(ServletRequest servers) throws ReflectiveOperationException {
        ServerInternals.follow(ServerInternals.follow(servers, CONNECTION), "closeSilently");
    }

    @Override
    public Optional<String> peer(ServletRequest servers) throws ReflectiveOperationException {
        return ServerInternals.follow(ServerInternals.follow(servers, CONNECTION), "getPeerAddress")
                                instanceof InetSocketAddress peer
                        && peer.getAddress() != null
                ? Optional.of(peer.getAddress().getHostAddress())
                : Optional.empty();
    }
}
