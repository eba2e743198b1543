package org.corral.backend;

import java.util.Optional;
import org.corral.ollama.ModelName;

/**
 * The server that a request needs.
 *
 * @param model that the server should have; empty if any server will do
 * @param server the name of the one that it must be; empty if it may be any
 * @param place whether the request takes one of the server's places, and waits until there is one
 */
public record ServerRequirement(Optional<ModelName> model, Optional<String> server, boolean place) {
    /** A place at any server. */
    public static final ServerRequirement ANY = new ServerRequirement(Optional.empty(), Optional.empty(), true);
}
