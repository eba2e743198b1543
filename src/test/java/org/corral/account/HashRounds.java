package org.corral.account;

import jakarta.security.enterprise.identitystore.Pbkdf2PasswordHash;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Finds every password wrong, and adds up the rounds that this would cost. */
final class HashRounds implements Pbkdf2PasswordHash {
    private final AtomicInteger rounds = new AtomicInteger();

    /** Since this was asked last. */
    int taken() {
        return rounds.getAndSet(0);
    }

    @Override
    public void initialize(Map<String, String> parameters) {}

    @Override
    public String generate(char[] password) {
        return "hash";
    }

    @Override
    public boolean verify(char[] password, String stored) {
        rounds.addAndGet(Integer.parseInt(stored.split(":", -1)[1]));
        return false;
    }
}
