package org.corral.account;

import java.time.Duration;
import org.corral.access.Caller;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;

/** Refusals that several routes have in common. */
public final class AccountRefusals {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private AccountRefusals() {}

    /** The text does not depend on what is wrong, so that nobody learns which addresses have an account. */
    static RefusedException wrongCredentials() {
        return new RefusedException(Refusal.badRequest("The e-mail address or the password is wrong."));
    }

    public static RefusedException emailTaken() {
        return new RefusedException(
                Refusal.badRequest("There is an account with this e-mail address already: sign in with it."));
    }

    /** For people whom another identity store knows. */
    static RefusedException addressOfSomebodyElse() {
        return new RefusedException(
                Refusal.forbidden("You are known elsewhere, but there is an account with your address here that was not"
                        + " made for you. Ask an admin to give it to you; the log says how."));
    }

    public static RefusedException signUpClosed() {
        return new RefusedException(
                Refusal.forbidden("Sign-up is closed. Ask an admin for an account;" + " an admin makes one with POST "
                        + Refusal.ROOT + "/api/v1/auths/add, or opens sign-up with corral.signup=open."));
    }

    public static RefusedException noSuchAccount() {
        return new RefusedException(Refusal.notFound("There is no such account."));
    }

    /** @throws RefusedException 403 if another admin wants to change the account of the first admin */
    public static void requireSelf(Caller admin, Account account) throws RefusedException {
        if (!admin.id().equals(account.id())) {
            throw new RefusedException(Refusal.forbidden("Nobody else may change the account of the first admin."));
        }
    }

    public static RefusedException changedByOthers() {
        return new RefusedException(Refusal.of(409, "Others change this account at the same time: try again."));
    }

    public static RefusedException storageUnavailable() {
        return new RefusedException(
                Refusal.unavailable("The database can't be reached at present: try again shortly.", RETRY_AFTER));
    }

    /** The answer depends neither on whether the account exists nor on whether the password is right. */
    static RefusedException tooManyTries(Duration retryAfter) {
        return new RefusedException(Refusal.tooMany(
                "Too many tries to sign in: wait as long as Retry-After says, in seconds.", retryAfter));
    }

    static RefusedException tooManySignatures(Duration retryAfter) {
        return new RefusedException(Refusal.tooMany(
                "Too many changes signed by this account's ollama: wait as long as Retry-After says, in seconds.",
                retryAfter));
    }

    static RefusedException tooManySignIns() {
        return new RefusedException(
                Refusal.unavailable("Too many people sign in at this moment: try again shortly.", RETRY_AFTER));
    }
}
