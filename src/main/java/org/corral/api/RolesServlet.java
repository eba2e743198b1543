package org.corral.api;

/** Mapped at {@code /api/v1/roles/*}: hands each request to the {@link RolesApi}. */
public final class RolesServlet extends ApiServlet {

    /** Called by the server. */
    public RolesServlet() {
        super(RolesApi.class);
    }
}
