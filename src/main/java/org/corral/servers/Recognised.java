package org.corral.servers;

import jakarta.servlet.ServletRequest;

/**
 * A server and the class that its requests have. The one that was met last is kept, because a class that lacks a method says so
 * by an exception, which costs more than all else that is done for a small request.
 */
record Recognised(Class<?> requests, Server server) {
    private static volatile Recognised last = new Recognised(ServletRequest.class, new OtherServer());

    static Recognised by(ServletRequest servers) {
        Recognised known = last;
        if (known.requests == servers.getClass()) {
            return known;
        }
        Recognised met = new Recognised(servers.getClass(), kind(servers));
        last = met;
        return met;
    }

    private static Server kind(ServletRequest servers) {
        // First, since the names of its classes are those of Tomcat's.
        if (Payara.made(servers)) {
            return new Payara();
        }
        return Tomcat.made(servers) ? new Tomcat() : new OtherServer();
    }
}
