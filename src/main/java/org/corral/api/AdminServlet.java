package org.corral.api;

/** Mapped at {@code /api/v1/admin/*}: hands each request to the {@link AdminApi}. */
public final class AdminServlet extends ApiServlet {

    /** Called by the server. */
    public AdminServlet() {
        super(AdminApi.class);
    }
}
