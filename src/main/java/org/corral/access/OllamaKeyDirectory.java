package org.corral.access;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import org.corral.http.RefusedException;

/** Tells whose ollama has a key, and what it has signed before. Both methods may block shortly for the database. */
public interface OllamaKeyDirectory {
    /**
     * @return empty if nobody has registered this key
     * @throws RefusedException 503 if that can't be told at present
     */
    Optional<Proof.Signature> find(SshKey key) throws RefusedException;

    /**
     * Takes what may be taken once only, on all nodes together; but for some seconds also again from where it came first,
     * since ollama signs two requests of one second alike.
     *
     * @param until from when on nobody would accept it anyway
     * @param client where it comes from; empty where the server can't tell
     * @return false if it was taken before, and is not taken again
     * @throws RefusedException 503 if that can't be told at present, 429 if the account has had too many
     */
    boolean take(Proof.Signature proof, String signed, Instant until, Optional<InetAddress> client)
            throws RefusedException;
}
