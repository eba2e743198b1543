package org.corral.account;

import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.CredentialValidationResult.Status;
import jakarta.security.enterprise.identitystore.IdentityStore;
import jakarta.security.enterprise.identitystore.IdentityStoreHandler;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.corral.access.AccountDirectory;
import org.corral.access.ApiKeyDirectory;
import org.corral.access.JwtAuthenticationFilter;
import org.corral.access.OllamaKeyDirectory;
import org.corral.flow.FlowLimits;
import org.corral.flow.TestLimits;
import org.corral.http.ClientAddress;
import org.corral.http.FakeContext;
import org.corral.http.FakeRequest;
import org.corral.http.FakeResponse;
import org.corral.http.SessionCookie;
import org.corral.settings.AccountSettings;
import org.corral.settings.ApiKeySettings;
import org.corral.settings.AuthMode;
import org.corral.settings.CookieSecure;
import org.corral.settings.CorsOrigins;
import org.corral.settings.HttpSettings;
import org.corral.settings.KeySettings;
import org.corral.settings.Role;
import org.corral.settings.SettingsInForce;
import org.corral.settings.SignInSettings;
import org.corral.settings.SignatureSettings;
import org.corral.settings.SignupPolicy;
import org.corral.settings.Size;
import org.corral.settings.TokenAlgorithm;
import org.corral.settings.TokenSettings;
import org.corral.storage.Database;
import org.corral.storage.TestDatabase;
import org.corral.timing.MonotonicClock;
import org.corral.timing.Ticker;
import org.corral.token.KeyRing;
import org.corral.token.TokenIssuer;
import org.corral.token.TokenVerifier;
import org.glassfish.soteria.identitystores.hash.Pbkdf2PasswordHashImpl;

/** All of Corral that has to do with accounts, on a database of its own: filter, servlets, hashing, tokens. */
final class Installation implements AutoCloseable {
    static final String RULES = """
            /api/v1/auths/signin anyone
            /api/v1/auths/signup anyone
            /api/v1/auths/signout anyone
            /api/v1/auths/welcome anyone
            /api/v1/auths/add admin
            /api/v1/auths/admin/config admin
            /api/v1/auths/update/profile user
            /api/v1/auths/* pending
            /api/v1/users/* admin
            """;
    /** So that the tests don't spend their time on it; the settings permit no such number. */
    static final int ITERATIONS = 1024;

    private static final KeySettings KEYS = new KeySettings(Optional.empty(), Duration.ofMinutes(5), Optional.empty());
    private static final SignInSettings LIMITS =
            new SignInSettings(AuthMode.ON, 15, 300, 30, Duration.ofMinutes(3), Duration.ofDays(365), 20, List.of());

    private static final TokenSettings TOKENS = new TokenSettings(
            Duration.ofHours(1), TokenAlgorithm.EDDSA, "corral", "corral", 8192, 100, Optional.empty());

    final Database database;
    final Accounts accounts;
    final PasswordHashing hashing;
    final SignIn signIn;
    final ApiKeys apiKeys;
    final FakeContext context;
    final List<IdentityStore> stores = new ArrayList<>();
    private final JwtAuthenticationFilter filter = new JwtAuthenticationFilter();
    private final AuthsServlet auths = new AuthsServlet();
    private final UsersServlet users = new UsersServlet();
    private final Ticker ticker = Ticker.start(MonotonicClock.SYSTEM);

    Installation(Path folder, SignupPolicy policy) throws Exception {
        Clock clock = Clock.systemUTC();
        database = database(folder);
        accounts = new Accounts(database, settings(policy), clock);
        hashing = hashing(ITERATIONS);
        CorralIdentityStore own = new CorralIdentityStore();
        own.connect(accounts, hashing);
        stores.add(own);
        IdentityStoreHandler handler = this::validate;
        ExternalIdentities identities = new ExternalIdentities(database, accounts, clock);
        signIn = new SignIn(handler, accounts, identities);
        AdminConfig config = new AdminConfig(
                database, settings(policy), new ApiKeySettings(true), TOKENS, Map.of("WEBUI_URL", ""), clock);
        accounts.whenRightsChange(config::recheck);
        KeyRing ring = KeyRing.open(database, TOKENS, config::tokenLifetime, KEYS, clock);
        TokenIssuer issuer = new TokenIssuer(ring, TOKENS, config::tokenLifetime, clock);
        RevokedTokens revoked = new RevokedTokens(database, LIMITS.mostSignedOut(), clock);
        DeviceCookie devices = DeviceCookie.open(database, LIMITS.deviceLife(), CookieSecure.AUTO, clock);
        apiKeys = new ApiKeys(database, accounts, settings(policy), config::apiKeysAreOn, clock);
        SeenSignatures taken = new SeenSignatures(
                database,
                new SignatureSettings(Duration.ofSeconds(10), 10_000),
                new ClientAddress(LIMITS.trustedProxies()),
                clock);
        OllamaKeys ollamaKeys = new OllamaKeys(database, accounts, settings(policy), taken, clock);
        OpenSessions open = new OpenSessions(database, LIMITS, clock);
        context = new FakeContext()
                .with(AccountDirectory.class, new CredentialDirectory(accounts, revoked, apiKeys, ollamaKeys, open))
                .with(OpenSessions.class, open)
                .with(SignInSettings.class, LIMITS)
                .with(ApiKeys.class, apiKeys)
                .with(ApiKeyDirectory.class, apiKeys)
                .with(OllamaKeys.class, ollamaKeys)
                .with(OllamaKeyDirectory.class, ollamaKeys)
                .with(KeyRing.class, ring)
                .with(SettingsInForce.class, new SettingsInForce(List.of()))
                .with(Accounts.class, accounts)
                .with(PasswordHashing.class, hashing)
                .with(SignIn.class, signIn)
                .with(ExternalIdentities.class, identities)
                .with(
                        Sessions.class,
                        new Sessions(
                                issuer, new SessionCookie(CookieSecure.AUTO), devices, revoked, open, accounts, clock))
                .with(SignInLimiter.class, new SignInLimiter(database, LIMITS, devices, clock))
                .with(TokenVerifier.class, new TokenVerifier(ring, TOKENS, config::tokenLifetime, clock))
                .with(AdminConfig.class, config)
                .with(KeyRing.class, ring)
                .with(AccountSettings.class, settings(policy))
                .with(FlowLimits.class, TestLimits.of(ticker))
                .with(
                        HttpSettings.class,
                        new HttpSettings(
                                Optional.empty(),
                                new Size(65536),
                                new Size(16 << 20),
                                CookieSecure.AUTO,
                                CorsOrigins.none()));
        filter.init(context.filter("access", Map.of("roles", RULES)));
        auths.init(context.servlet());
        users.init(context.servlet());
    }

    static Database database(Path folder) throws Exception {
        return TestDatabase.open(folder);
    }

    static AccountSettings settings(SignupPolicy policy) {
        return new AccountSettings(Optional.empty(), policy, Role.PENDING, 210_000, 64, Duration.ofSeconds(1));
    }

    static PasswordHashing hashing(int iterations) {
        Pbkdf2PasswordHashImpl hash = new Pbkdf2PasswordHashImpl();
        hash.initialize(PasswordHashing.parameters(iterations));
        return new PasswordHashing(hash, iterations, 2, 64, () -> 0);
    }

    /** As Jakarta Security's handler goes about it. */
    private CredentialValidationResult validate(Credential credential) {
        return stores.stream()
                .map(store -> store.validate(credential))
                .filter(result -> result.getStatus() == Status.VALID)
                .findFirst()
                .orElse(CredentialValidationResult.INVALID_RESULT);
    }

    /** Through the filter to the servlet that the path is mapped to. */
    FakeResponse send(FakeRequest request) throws Exception {
        FakeResponse response = new FakeResponse();
        HttpServletRequest http = request.context("/corral").build();
        HttpServlet servlet = http.getServletPath().endsWith("users") ? users : auths;
        filter.doFilter(http, response.http(), servlet::service);
        return response;
    }

    FakeResponse auths(String method, String path, String json) throws Exception {
        return send(FakeRequest.of(method, path).servlet("/api/v1/auths").json(json));
    }

    FakeResponse auths(String method, String path, String json, String token) throws Exception {
        return send(
                bearing(FakeRequest.of(method, path).servlet("/api/v1/auths").json(json), token));
    }

    FakeResponse users(String method, String path, String json, String token) throws Exception {
        return send(
                bearing(FakeRequest.of(method, path).servlet("/api/v1/users").json(json), token));
    }

    private static FakeRequest bearing(FakeRequest request, String token) {
        return request.header("Authorization", "Bearer " + token);
    }

    @Override
    public void close() {
        ticker.close();
        database.close();
    }
}
