package org.corral;

import jakarta.servlet.ServletContext;
import java.time.Clock;
import org.corral.access.SameOrigin;
import org.corral.account.AccountChanges;
import org.corral.account.AccountImport;
import org.corral.account.Accounts;
import org.corral.account.CurrentPassword;
import org.corral.api.AdminApi;
import org.corral.api.AdminConfigHandler;
import org.corral.api.ApiKeyHandler;
import org.corral.api.AuthsApi;
import org.corral.api.DeviceCookie;
import org.corral.api.DrainHandler;
import org.corral.api.ImportHandler;
import org.corral.api.ModelsHandler;
import org.corral.api.OllamaKeyHandler;
import org.corral.api.OwnAccountHandler;
import org.corral.api.OwnSessionsHandler;
import org.corral.api.RolesApi;
import org.corral.api.Routes;
import org.corral.api.ServersApi;
import org.corral.api.ServersHandler;
import org.corral.api.SessionHandler;
import org.corral.api.SessionReplies;
import org.corral.api.SettingsHandler;
import org.corral.api.SignInOrigins;
import org.corral.api.SignUpHandler;
import org.corral.api.SigningKeysApi;
import org.corral.api.SigningKeysHandler;
import org.corral.api.UsersApi;
import org.corral.api.UsersHandler;
import org.corral.api.WelcomeHandler;
import org.corral.backend.Fleet;
import org.corral.flow.FlowLimits;
import org.corral.http.ClientAddress;
import org.corral.http.ContextAttributes;
import org.corral.http.SessionCookie;
import org.corral.settings.HttpSettings;
import org.corral.settings.Settings;

/** Builds the API below {@code /api/v1}: one part for each of its servlets, with the handlers of its routes. */
final class ApiAssembly {
    private final Settings settings;
    private final AccountAssembly parts;
    private final FlowLimits limits;
    private final Clock clock;
    private final Accounts accounts;
    private final AccountChanges changes;
    private final CurrentPassword currentPassword;
    private final SignInOrigins origins;
    private final SessionReplies replies;

    private ApiAssembly(Settings settings, AccountAssembly parts, FlowLimits limits, Clock clock) {
        HttpSettings http = settings.http();
        this.settings = settings;
        this.parts = parts;
        this.limits = limits;
        this.clock = clock;
        this.accounts = parts.accounts();
        this.changes = new AccountChanges(accounts);
        this.currentPassword = new CurrentPassword(parts.hashing(), parts.limiter());
        this.origins = new SignInOrigins(new ClientAddress(settings.signIn().trustedProxies()));
        this.replies = new SessionReplies(
                parts.sessions(),
                origins,
                new SessionCookie(http.cookieSecure()),
                new DeviceCookie(parts.devices(), http.cookieSecure()),
                clock);
    }

    /** Hands each servlet of the API its part. */
    static void put(
            ServletContext context,
            Settings settings,
            AccountAssembly parts,
            Fleet fleet,
            DrainHandler drain,
            FlowLimits limits,
            Clock clock) {
        ApiAssembly api = new ApiAssembly(settings, parts, limits, clock);
        ContextAttributes.put(context, AuthsApi.class, api.auths());
        ContextAttributes.put(context, UsersApi.class, api.users());
        ContextAttributes.put(context, RolesApi.class, new RolesApi(api.routes(), api.models()));
        ContextAttributes.put(
                context, SigningKeysApi.class, new SigningKeysApi(api.routes(), new SigningKeysHandler(parts.keys())));
        ContextAttributes.put(
                context,
                ServersApi.class,
                new ServersApi(
                        api.routes(),
                        new ServersHandler(fleet, clock, limits.ticker().clock())));
        ContextAttributes.put(context, AdminApi.class, api.admin(drain));
    }

    private AuthsApi auths() {
        return new AuthsApi(
                routes(),
                new SessionHandler(
                        parts.signIn(),
                        parts.limiter(),
                        accounts,
                        parts.sessions(),
                        replies,
                        origins,
                        SameOrigin.of(settings.http())),
                new SignUpHandler(accounts, parts.hashing(), replies, parts.config()),
                new OwnAccountHandler(
                        accounts, parts.hashing(), changes, replies, origins, currentPassword, parts.config()),
                new OwnSessionsHandler(accounts, changes, parts.openSessions(), parts.sessions(), replies),
                new ApiKeyHandler(parts.apiKeys(), clock),
                new OllamaKeyHandler(parts.ollamaKeys()),
                new AdminConfigHandler(parts.config(), accounts, parts.keys()),
                new WelcomeHandler(
                        accounts,
                        parts.config(),
                        parts.apiKeys(),
                        settings.signIn().auth()));
    }

    private UsersApi users() {
        UsersHandler users = new UsersHandler(
                accounts,
                changes,
                parts.hashing(),
                currentPassword,
                origins,
                parts.identities(),
                parts.apiKeys(),
                parts.ollamaKeys());
        return new UsersApi(routes(), users, models());
    }

    private AdminApi admin(DrainHandler drain) {
        return new AdminApi(
                new Routes(settings.http().maxImportBody(), limits.ofAdmins()),
                new SettingsHandler(settings.inForce(), parts.config()),
                new ImportHandler(new AccountImport(accounts, parts.hashing(), clock)),
                drain);
    }

    private ModelsHandler models() {
        return new ModelsHandler(accounts, changes);
    }

    private Routes routes() {
        return new Routes(settings.http().maxJsonBody(), limits);
    }
}
