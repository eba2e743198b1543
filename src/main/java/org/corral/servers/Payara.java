package org.corral.servers;

import jakarta.servlet.ServletRequest;

/** Payara and GlassFish, whose HTTP is Grizzly's. */
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

    /** It would end the message in good order whatever is thrown. */
    @Override
    public void breakOff(ServletRequest servers) throws ReflectiveOperationException {
        Internals.follow(Internals.follow(servers, CONNECTION), "closeSilently");
    }
}
