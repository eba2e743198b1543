package org.corral.api;

import org.corral.access.Caller;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.settings.Role;

/**
 * What a route asks of its caller before its handler runs. Declared with the route, so that no handler can forget it; the
 * filter's rules stand in front of it, and a slip in them opens nothing.
 */
enum RouteRequirement {
    /** Nothing: the route is for people who are not known yet, or who are not any more. */
    NOTHING(Role.PENDING, false),
    /** For people who look at their own account. */
    CALLER(Role.PENDING, false),
    /** For people who change what opens their account, or end what it has opened. */
    FULL_CALLER(Role.PENDING, true),
    /** For admins who look at what is there. */
    ADMIN(Role.ADMIN, false),
    /** For admins who change who may do what: with credentials, roles, sessions, models or settings. */
    FULL_ADMIN(Role.ADMIN, true);

    private final Role lowest;
    private final boolean full;

    RouteRequirement(Role lowest, boolean full) {
        this.lowest = lowest;
        this.full = full;
    }

    /**
     * Refuses callers who do not have what is asked for.
     *
     * @throws RefusedException 401 if nobody is known to have called; 403 if the role is too low, or if the caller came with
     *     something that gives less than the account has, and must make or change nothing that outlasts it
     */
    void check(ApiCall call) throws RefusedException {
        if (this == NOTHING) {
            return;
        }
        Caller caller = call.caller();
        if (caller.role().compareTo(lowest) < 0) {
            throw new RefusedException(Refusal.insufficientScope("Only an admin may do this."));
        }
        if (full && !caller.proof().isFull()) {
            throw new RefusedException(
                    Refusal.insufficientScope("An API key that has a scope or an end changes no credentials, roles,"
                            + " sessions or settings. Sign in, or use a key that has neither."));
        }
    }
}
