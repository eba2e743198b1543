package org.corral.api;

/** Mapped at {@code /api/v1/auths/*}: hands each request to the {@link AuthsApi}. */
public final class AuthsServlet extends ApiServlet {

    /** Called by the server. */
    public AuthsServlet() {
        super(AuthsApi.class);
    }
}
