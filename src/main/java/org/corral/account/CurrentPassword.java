package org.corral.account;

import java.util.Optional;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;

/**
 * Asks people for their current password before they change what they sign in with, on every route on which they can: a
 * thief must not be able to turn a stolen session into an account of their own.
 */
public final class CurrentPassword {
    private final PasswordHashing hashing;
    private final SignInLimiter limiter;

    public CurrentPassword(PasswordHashing hashing, SignInLimiter limiter) {
        this.hashing = hashing;
        this.limiter = limiter;
    }

    /**
     * Blocks for the hash. A wrong password counts as a try to sign in, so that a stolen token is no way around the limit
     * on guesses.
     *
     * @param own the caller's own account
     * @throws RefusedException 400 if the password is wrong or is kept elsewhere, 429 after too many wrong ones
     */
    public void require(Account own, String password, SignInOrigin origin) throws RefusedException {
        Optional<String> stored = own.passwordHash();
        if (stored.isEmpty()) {
            throw new RefusedException(
                    Refusal.badRequest("The password of this account is kept elsewhere: change it there."));
        }
        limiter.guard(own.email(), origin, () -> checked(password, stored.get()));
    }

    private PasswordCheck checked(String password, String stored) throws RefusedException {
        PasswordCheck check = hashing.check(password, stored);
        if (!check.right()) {
            throw new RefusedException(Refusal.badRequest("The present password is wrong."));
        }
        return check;
    }
}
