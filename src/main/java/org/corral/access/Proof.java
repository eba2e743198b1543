package org.corral.access;

import java.time.Instant;
import java.util.Optional;
import org.corral.token.VerifiedToken;

/** The verified credential by which a caller was recognised. */
public sealed interface Proof {
    /** The account that it opens. */
    String accountId();

    /** The time at which it expires; empty if it does not. */
    Optional<Instant> expiresAt();

    /** Whether it is good for this path below the context path, whatever the role of the account is. */
    default boolean covers(String path) {
        return true;
    }

    /** Whether it gives all rights of the account, so that its owner may change credentials with it. */
    default boolean isFull() {
        return false;
    }

    /** The request comes from the machine itself, while corral.auth is off. */
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

    /** A token that the verifier has accepted. */
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
     * An API key that is neither revoked nor expired.
     *
     * @param hash by which the key is looked up
     */
    record ApiKey(String id, String hash, String accountId, Scope scope, Optional<Instant> expiresAt) implements Proof {
        @Override
        public boolean covers(String path) {
            return scope.covers(path);
        }

        /** False for a key that has a scope or an end. */
        @Override
        public boolean isFull() {
            return expiresAt.isEmpty() && scope.equals(Scope.ALL);
        }
    }

    /** A signature by the key of a person's ollama, valid for this one request. */
    record Signature(String keyId, SshKey key, String accountId) implements Proof {
        @Override
        public Optional<Instant> expiresAt() {
            return Optional.empty();
        }
    }
}
