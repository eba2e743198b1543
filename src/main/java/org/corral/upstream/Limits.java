package org.corral.upstream;

import java.time.Duration;

/**
 * The limits of a server's responses and connections.
 *
 * @param headBytes of the head of a response, at most
 * @param fields in it, at most
 * @param connect for a connection to come about, handshake included
 * @param idle after which a connection that nobody uses is closed
 */
public record Limits(int headBytes, int fields, Duration connect, Duration idle) {}
