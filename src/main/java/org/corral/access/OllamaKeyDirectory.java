package org.corral.access;

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
     * Takes what may be taken once only, on all nodes together.
     *
     * @param until from when on nobody would accept it anyway
     * @return false if it was taken before
     * @throws RefusedException 503 if that can't be told at present
     */
    boolean take(SshKey key, String signed, Instant until) throws RefusedException;
}
