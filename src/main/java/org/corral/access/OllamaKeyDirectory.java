package org.corral.access;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import org.corral.http.RefusedException;

/** Finds the account of an ollama's key, and remembers signatures. Both methods may block shortly for the database. */
public interface OllamaKeyDirectory {
    /**
     * @return empty if nobody has registered this key
     * @throws RefusedException 503 if the database can't be asked at present
     */
    Optional<Proof.Signature> find(SshKey key) throws RefusedException;

    /**
     * Accepts a signature once, on all nodes together. For some seconds it may come again from the address from which it
     * came first, because ollama signs two requests within one second alike.
     *
     * @param until the time from which the signature is too old anyway
     * @param client where it comes from; empty where the server can't tell
     * @return false if the signature was accepted before, and is not accepted again
     * @throws RefusedException 503 if the database can't be asked at present, 429 if the account has had too many
     */
    boolean take(Proof.Signature proof, String signed, Instant until, Optional<InetAddress> client)
            throws RefusedException;
}
