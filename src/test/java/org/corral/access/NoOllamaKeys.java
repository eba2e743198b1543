package org.corral.access;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;

/** Nobody has registered one. */
final class NoOllamaKeys implements OllamaKeyDirectory {
    @Override
    public Optional<Proof.Signature> find(SshKey key) {
        return Optional.empty();
    }

    @Override
    public boolean take(Proof.Signature proof, String signed, Instant until, Optional<InetAddress> client) {
        return true;
    }
}
