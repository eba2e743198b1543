package org.corral.account;

import static org.corral.account.RouteRequirement.ADMIN;
import static org.corral.account.RouteRequirement.CALLER;
import static org.corral.account.RouteRequirement.FULL_ADMIN;
import static org.corral.account.RouteRequirement.FULL_CALLER;
import static org.corral.account.RouteRequirement.NOTHING;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.corral.access.SameOrigin;
import org.corral.flow.FlowLimits;
import org.corral.http.ContextAttributes;
import org.corral.settings.HttpSettings;
import org.corral.settings.SignInSettings;
import org.corral.token.KeyRing;

/** {@code /api/v1/auths/*}: sign in, sign up, one's own account. The filter in front of it knows who may call what. */
public final class AuthsServlet extends HttpServlet {
    private static final String PERSON =
            "\"name\":\"Ada\",\"email\":\"ada@example.org\",\"password\":\"at least 10 characters\"";
    private static final String API_KEY = "{\"name\":\"laptop\",\"expires_at\":null,\"scope\":\"inference\"}";

    private transient Optional<Routes> routes = Optional.empty();

    @Override
    public void init() {
        ServletContext context = getServletContext();
        Accounts accounts = ContextAttributes.get(context, Accounts.class);
        PasswordHashing hashing = ContextAttributes.get(context, PasswordHashing.class);
        Sessions sessions = ContextAttributes.get(context, Sessions.class);
        SignInLimiter limiter = ContextAttributes.get(context, SignInLimiter.class);
        HttpSettings http = ContextAttributes.get(context, HttpSettings.class);
        SessionHandler session = new SessionHandler(
                ContextAttributes.get(context, SignIn.class), limiter, accounts, sessions, SameOrigin.of(http));
        AdminConfig config = ContextAttributes.get(context, AdminConfig.class);
        SignUpHandler signUp = new SignUpHandler(accounts, hashing, sessions, config);
        OwnAccountHandler own =
                new OwnAccountHandler(accounts, hashing, sessions, new CurrentPassword(hashing, limiter), config);
        Routes all = routes(session, signUp, own, http, ContextAttributes.get(context, FlowLimits.class));
        AdminConfigHandler adminConfig =
                new AdminConfigHandler(config, accounts, ContextAttributes.get(context, KeyRing.class));
        all.on(ADMIN, "GET", "/admin/config", adminConfig::show)
                .on(FULL_ADMIN, "POST", "/admin/config", "{\"ENABLE_SIGNUP\":true}", adminConfig::update);
        OpenSessions open = ContextAttributes.get(context, OpenSessions.class);
        OwnSessionsHandler ownSessions = new OwnSessionsHandler(accounts, sessions, open);
        ApiKeys apiKeys = ContextAttributes.get(context, ApiKeys.class);
        WelcomeHandler welcome = new WelcomeHandler(
                accounts,
                config,
                apiKeys,
                ContextAttributes.get(context, SignInSettings.class).auth());
        all.on(NOTHING, "GET", "/welcome", welcome::show)
                .on(CALLER, "GET", "/sessions", ownSessions::list)
                .on(FULL_CALLER, "POST", "/sessions/signout", "{\"keep_current\":true}", ownSessions::signOutEverywhere)
                .on(FULL_CALLER, "DELETE", "/sessions/{id}", ownSessions::end);
        addKeys(
                all,
                new ApiKeyHandler(apiKeys, Clock.systemUTC()),
                new OllamaKeyHandler(ContextAttributes.get(context, OllamaKeys.class)));
        routes = Optional.of(all);
    }

    static Routes routes(
            SessionHandler session,
            SignUpHandler signUp,
            OwnAccountHandler own,
            HttpSettings settings,
            FlowLimits limits) {
        return new Routes(settings.maxJsonBody(), limits)
                .on(NOTHING, "POST", "/signin", "{\"email\":\"ada@example.org\",\"password\":\"…\"}", session::signIn)
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
                .on(CALLER, "GET", "/admin/details", own::adminDetails);
    }

    private static void addKeys(Routes routes, ApiKeyHandler apiKeys, OllamaKeyHandler ollamaKeys) {
        routes.on(FULL_CALLER, "POST", "/api_key", apiKeys::makeDefault)
                .on(CALLER, "GET", "/api_key", apiKeys::showDefault)
                .on(FULL_CALLER, "DELETE", "/api_key", apiKeys::revokeDefault)
                .on(FULL_CALLER, "POST", "/api_keys", API_KEY, apiKeys::make)
                .on(CALLER, "GET", "/api_keys", apiKeys::list)
                .on(FULL_CALLER, "DELETE", "/api_keys/{id}", apiKeys::revoke)
                .on(FULL_CALLER, "POST", "/ollama_keys", "{\"public_key\":\"ssh-ed25519 AAAA…\"}", ollamaKeys::register)
                .on(CALLER, "GET", "/ollama_keys", ollamaKeys::list)
                .on(FULL_CALLER, "DELETE", "/ollama_keys/{id}", ollamaKeys::revoke);
    }

    Routes routes() {
        return routes.orElseThrow();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        routes().answer(request, response);
    }
}
