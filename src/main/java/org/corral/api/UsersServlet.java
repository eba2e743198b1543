package org.corral.api;

/** Mapped at {@code /api/v1/users/*}: hands each request to the {@link UsersApi}. */
public final class UsersServlet extends ApiServlet {

    /** Called by the server. */
    public UsersServlet() {
        super(UsersApi.class);
    }
}
