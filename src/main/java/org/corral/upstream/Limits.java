package org.corral.upstream;

import java.time.Duration;

/**
 * What a server may take.
 *
 * @param headBytes of the head of an answer, at most
 * @param fields in it, at most
 * @param connect for a connection to come about, handshake included
 * @param idle after which a connection that nobody uses is closed
 */
public record Limits(int headBytes, int fields, Duration connect, Duration idle) {}
