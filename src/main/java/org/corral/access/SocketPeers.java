package org.corral.access;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.Optional;

/** Finds the address at the other end of the socket, whatever a filter of the server has made of the request's address. */
public interface SocketPeers {
    /** Empty if the server can't tell. */
    Optional<InetAddress> of(HttpServletRequest request);
}
