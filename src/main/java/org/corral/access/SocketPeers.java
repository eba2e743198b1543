package org.corral.access;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.Optional;

/** Tells who is at the other end of the socket, whatever has been made of the request's own address. */
public interface SocketPeers {
    /** Empty if that can't be told. */
    Optional<InetAddress> of(HttpServletRequest request);
}
