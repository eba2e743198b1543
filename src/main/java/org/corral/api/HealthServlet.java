package org.corral.api;

/** Mapped at {@code /health/*} and {@code /api/v1/health/*}: hands each request to the {@link HealthApi}. */
public final class HealthServlet extends ApiServlet {

    /** Called by the server. */
    public HealthServlet() {
        super(HealthApi.class);
    }
}
