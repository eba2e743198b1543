package org.corral.api;

import org.corral.access.Caller;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.settings.Role;

/**
 * A condition that the caller of a route must meet before its handler runs. It is declared with the route, so that no
 * handler can forget it. The rules of the filter come before it, and a mistake in them opens nothing.
 */
enum RouteRequirement {
    /** No condition: the route is also for people without a session. */
    NOTHING(Role.PENDING, false),
    /** For people who look at their own account. */
    CALLER(Role.PENDING, false),
    /** For people who change what opens their account, or end what it has opened. */
    FULL_CALLER(Role.PENDING, true),
    /** For admins who only read. */
    ADMIN(Role.ADMIN, false),
    /** For admins who change credentials, roles, sessions, models or settings. */
    FULL_ADMIN(Role.ADMIN, true);

    private final Role lowest;
    private final boolean full;

    RouteRequirement(Role lowest, boolean full) {
        this.lowest = lowest;
        this.full = full;
    }

    /**
     * Refuses callers who do not meet the condition.
     *
     * @throws RefusedException 401 if the caller is unknown; 403 if their role is too low, or if their credential gives
     *     less than the account has, and so must not make or change anything that outlasts it
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
