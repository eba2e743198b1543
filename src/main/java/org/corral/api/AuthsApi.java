package org.corral.api;

import static org.corral.api.RouteRequirement.ADMIN;
import static org.corral.api.RouteRequirement.CALLER;
import static org.corral.api.RouteRequirement.FULL_ADMIN;
import static org.corral.api.RouteRequirement.FULL_CALLER;
import static org.corral.api.RouteRequirement.NOTHING;

/** The routes below {@code /api/v1/auths}: sign in, sign up, one's own account. */
public final class AuthsApi implements Api {
    private static final String PERSON =
            "\"name\":\"Ada\",\"email\":\"ada@example.org\",\"password\":\"at least 10 characters\"";
    private static final String API_KEY = "{\"name\":\"laptop\",\"expires_at\":null,\"scope\":\"inference\"}";

    private final Routes routes;

    public AuthsApi(
            Routes routes,
            SessionHandler session,
            SignUpHandler signUp,
            OwnAccountHandler own,
            OwnSessionsHandler ownSessions,
            ApiKeyHandler apiKeys,
            OllamaKeyHandler ollamaKeys,
            AdminConfigHandler config,
            WelcomeHandler welcome) {
        this.routes = routes.on(
                        NOTHING,
                        "POST",
                        "/signin",
                        "{\"email\":\"ada@example.org\",\"password\":\"…\"}",
                        session::signIn)
                .on(NOTHING, "POST", "/signup", "{" + PERSON + "}", signUp::signUp)
                .on(CALLER, "GET", "/", session::show)
                .on(NOTHING, "POST", "/signout", session::signOut)
                // As old versions of Open WebUI had it.
                .on(NOTHING, "GET", "/signout", session::signOut)
                .on(
                        FULL_CALLER,
                        "POST",
                        "/update/password",
                        "{\"password\":\"…\",\"new_password\":\"…\"}",
                        own::updatePassword)
                .on(
                        CALLER,
                        "POST",
                        "/update/profile",
                        "{\"name\":\"Ada\",\"profile_image_url\":\"/user.png\"}",
                        own::updateProfile)
                .on(FULL_ADMIN, "POST", "/add", "{" + PERSON + ",\"role\":\"user\"}", signUp::add)
                .on(CALLER, "GET", "/admin/details", own::adminDetails)
                .on(ADMIN, "GET", "/admin/config", config::show)
                .on(FULL_ADMIN, "POST", "/admin/config", "{\"ENABLE_SIGNUP\":true}", config::update)
                .on(NOTHING, "GET", "/welcome", welcome::show)
                .on(CALLER, "GET", "/sessions", ownSessions::list)
                .on(FULL_CALLER, "POST", "/sessions/signout", "{\"keep_current\":true}", ownSessions::signOutEverywhere)
                .on(FULL_CALLER, "DELETE", "/sessions/{id}", ownSessions::end)
                .on(FULL_CALLER, "POST", "/api_key", apiKeys::makeDefault)
                .on(CALLER, "GET", "/api_key", apiKeys::showDefault)
                .on(FULL_CALLER, "DELETE", "/api_key", apiKeys::revokeDefault)
                .on(FULL_CALLER, "POST", "/api_keys", API_KEY, apiKeys::make)
                .on(CALLER, "GET", "/api_keys", apiKeys::list)
                .on(FULL_CALLER, "DELETE", "/api_keys/{id}", apiKeys::revoke)
                .on(FULL_CALLER, "POST", "/ollama_keys", "{\"public_key\":\"ssh-ed25519 AAAA…\"}", ollamaKeys::register)
                .on(CALLER, "GET", "/ollama_keys", ollamaKeys::list)
                .on(FULL_CALLER, "DELETE", "/ollama_keys/{id}", ollamaKeys::revoke);
    }

    @Override
    public Routes routes() {
        return routes;
    }
}
