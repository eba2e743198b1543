package org.corral.container;

import jakarta.servlet.ServletRequest;

/**
 * A kind of server and the class of its requests. The last one is kept: to ask a class for a method that it lacks throws an
 * exception, which costs more than all the rest of a small request.
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
        // Grizzly first: the names of Payara's classes begin as Tomcat's do.
        if (Grizzly.made(servers)) {
            return new Grizzly();
        }
        if (Jetty.made(servers)) {
            return new Jetty();
        }
        if (Liberty.made(servers)) {
            return new Liberty();
        }
        if (Undertow.made(servers)) {
            return new Undertow();
        }
        return Tomcat.made(servers) ? new Tomcat() : new UnknownServer();
    }
}
