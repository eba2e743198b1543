package org.corral.api;

/** Mapped at {@code /api/v1/admin/servers}: hands each request to the {@link ServersApi}. */
public final class ServersServlet extends ApiServlet {

    /** Called by the server. */
    public ServersServlet() {
        super(ServersApi.class);
    }
}
