package org.corral.account;

import java.util.Optional;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;

/**
 * Asks people for the password that they have, before they change what they sign in with, on every route on which they can:
 * a session that somebody has stolen must not become the thief's account.
 */
public final class CurrentPassword {
    private final PasswordHashing hashing;
    private final SignInLimiter limiter;

    public CurrentPassword(PasswordHashing hashing, SignInLimiter limiter) {
        this.hashing = hashing;
        this.limiter = limiter;
    }

    /**
     * Blocks for the hash. A wrong one counts as a try to sign in: tokens of others are no way around the limit on guesses.
     *
     * @param own the caller's own account
     * @throws RefusedException 400 if the password is wrong or is kept elsewhere, 429 after too many wrong ones
     */
    public void require(Account own, String given, SignInOrigin origin) throws RefusedException {
        Optional<String> stored = own.passwordHash();
        if (stored.isEmpty()) {
            throw new RefusedException(
                    Refusal.badRequest("The password of this account is kept elsewhere: change it there."));
        }
        limiter.guard(own.email(), origin, () -> right(given, stored.get()));
    }

    private PasswordCheck right(String given, String stored) throws RefusedException {
        PasswordCheck check = hashing.check(given, stored);
        if (!check.right()) {
            throw new RefusedException(Refusal.badRequest("The present password is wrong."));
        }
        return check;
    }
}
