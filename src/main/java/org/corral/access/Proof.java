package org.corral.access;

import java.time.Instant;
import java.util.Optional;
import org.corral.token.VerifiedToken;

/** What a caller was recognised by. */
public sealed interface Proof {
    /** Whose it is. */
    String accountId();

    /** When it ends by itself; empty if it does not. */
    Optional<Instant> expiresAt();

    /** Whether it is good for this path below the context path; the role is asked for besides. */
    default boolean covers(String path) {
        return true;
    }

    /** Whether it gives all that the account has, so that its owner may change with it what opens the account. */
    default boolean isFull() {
        return false;
    }

    /** To be on the machine itself, where nobody signs in. */
    record Local(String accountId) implements Proof {
        @Override
        public Optional<Instant> expiresAt() {
            return Optional.empty();
        }

        @Override
        public boolean isFull() {
            return true;
        }
    }

    /** A token that the verifier has found good. */
    record Token(VerifiedToken token) implements Proof {
        @Override
        public String accountId() {
            return token.accountId();
        }

        @Override
        public Optional<Instant> expiresAt() {
            return token.expiresAt();
        }

        @Override
        public boolean isFull() {
            return true;
        }
    }

    /**
     * An API key that was neither revoked nor over.
     *
     * @param hash by which it is looked up
     */
    record ApiKey(String id, String hash, String accountId, Scope scope, Optional<Instant> expiresAt) implements Proof {
        @Override
        public boolean covers(String path) {
            return scope.covers(path);
        }

        /** Not where it has a scope or an end. */
        @Override
        public boolean isFull() {
            return expiresAt.isEmpty() && scope.equals(Scope.ALL);
        }
    }

    /** A signature by the key of somebody's ollama, good for this one request. */
    record Signature(String keyId, SshKey key, String accountId) implements Proof {
        @Override
        public Optional<Instant> expiresAt() {
            return Optional.empty();
        }
    }
}
