package org.corral.container;

import jakarta.servlet.ServletRequest;

/**
 * A server and the class that its requests have. The one that was met last is kept, because a class that lacks a method says so
 * by an exception, which costs more than all else that is done for a small request.
 */
record ServerRecognition(Class<?> requests, Server server) {
    private static volatile ServerRecognition last = new ServerRecognition(ServletRequest.class, new UnknownServer());

    static ServerRecognition by(ServletRequest servers) {
        ServerRecognition known = last;
        if (known.requests == servers.getClass()) {
            return known;
        }
        ServerRecognition met = new ServerRecognition(servers.getClass(), kind(servers));
        last = met;
        return met;
    }

    private static Server kind(ServletRequest servers) {
        // First, since the names of its classes are those of Tomcat's.
        if (Payara.made(servers)) {
            return new Payara();
        }
        return Tomcat.made(servers) ? new Tomcat() : new UnknownServer();
    }
}
