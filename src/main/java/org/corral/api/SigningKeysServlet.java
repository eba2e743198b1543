package org.corral.api;

/** Mapped at {@code /api/v1/admin/keys/*}: hands each request to the {@link SigningKeysApi}. */
public final class SigningKeysServlet extends ApiServlet {

    /** Called by the server. */
    public SigningKeysServlet() {
        super(SigningKeysApi.class);
    }
}
