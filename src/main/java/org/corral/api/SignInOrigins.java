package org.corral.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.corral.account.SignInOrigin;
import org.corral.http.ClientAddress;

/** Reads from a request where it comes from. */
public final class SignInOrigins {
    private final ClientAddress clients;

    public SignInOrigins(ClientAddress clients) {
        this.clients = clients;
    }

    SignInOrigin of(HttpServletRequest request) {
        return new SignInOrigin(
                Optional.ofNullable(request.getHeader("User-Agent")).orElse(""),
                clients.of(request),
                DeviceCookie.marks(request));
    }
}
