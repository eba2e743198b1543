package org.corral;

import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.CredentialValidationResult.Status;
import jakarta.security.enterprise.identitystore.IdentityStore;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.corral.access.AccessCheckFactory;
import org.corral.access.JwtAuthenticationFilter;
import org.corral.account.Accounts;
import org.corral.account.ApiKeys;
import org.corral.account.CorralIdentityStore;
import org.corral.account.CredentialDirectory;
import org.corral.account.PasswordHashing;
import org.corral.account.RevokedTokens;
import org.corral.account.SignIn;
import org.corral.account.TestAccounts;
import org.corral.api.AuthsServlet;
import org.corral.api.DrainHandler;
import org.corral.api.HealthApi;
import org.corral.api.Routes;
import org.corral.api.UsersServlet;
import org.corral.backend.Fleet;
import org.corral.flow.TestLimits;
import org.corral.http.ContextAttributes;
import org.corral.http.FakeContext;
import org.corral.http.FakeRequest;
import org.corral.http.FakeResponse;
import org.corral.proxy.RunningRequests;
import org.corral.settings.Settings;
import org.corral.settings.SignupPolicy;
import org.corral.settings.Sources;
import org.corral.storage.Database;
import org.corral.storage.TestDatabase;
import org.corral.timing.MonotonicClock;
import org.corral.timing.Ticker;
import org.corral.watch.DatabasePulse;
import org.corral.watch.Draining;
import org.corral.watch.Health;
import org.corral.watch.NodeState;

/** All of Corral that has to do with accounts, put together as at the start, on a database of its own. */
public final class Installation implements AutoCloseable {
    private static final String RULES = """
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

    public final Database database;
    public final Accounts accounts;
    public final PasswordHashing hashing = TestAccounts.hashing(TestAccounts.ITERATIONS);
    public final SignIn signIn;
    public final ApiKeys apiKeys;
    public final RevokedTokens revoked;
    public final CredentialDirectory directory;
    public final List<IdentityStore> stores = new ArrayList<>();
    private final FakeContext context = new FakeContext();
    private final JwtAuthenticationFilter filter = new JwtAuthenticationFilter();
    private final AuthsServlet auths = new AuthsServlet();
    private final UsersServlet users = new UsersServlet();
    private final Ticker ticker = Ticker.start(MonotonicClock.SYSTEM);
    private final Fleet fleet;

    public Installation(Path folder, SignupPolicy policy) throws Exception {
        this(TestDatabase.open(folder), policy, Map.of());
    }

    /** @param others settings by their names in the environment */
    public Installation(Database database, SignupPolicy policy, Map<String, String> others) throws Exception {
        Clock clock = Clock.systemUTC();
        Settings settings = settings(policy, others);
        this.database = database;
        AccountAssembly parts = AccountAssembly.open(settings, database, hashing, this::validate, clock);
        accounts = parts.accounts();
        signIn = parts.signIn();
        apiKeys = parts.apiKeys();
        revoked = parts.revoked();
        directory = parts.directory();
        CorralIdentityStore own = new CorralIdentityStore();
        own.connect(accounts, hashing);
        stores.add(own);
        fleet = Fleet.open(settings.backend(), settings.proxy().bodies().maxList(), ticker);
        context.with(AccessCheckFactory.class, AccessAssembly.byCredentials(settings, parts, clock));
        RunningRequests running = new RunningRequests(Optional::of, Accounts.EVERYBODY, 1);
        DrainHandler drain = new DrainHandler(
                new Draining(new NodeState(), NodeAssembly.work(running), Duration.ZERO, ticker.clock()));
        ApiAssembly.put(
                context.servlet().getServletContext(), settings, parts, fleet, drain, TestLimits.of(ticker), clock);
        Health health = new Health(
                new NodeState(), new DatabasePulse(database::ping, ticker.clock()), database.description(), fleet);
        ContextAttributes.put(
                context.servlet().getServletContext(),
                HealthApi.class,
                new HealthApi(new Routes(settings.http().maxJsonBody(), TestLimits.of(ticker)), health));
        filter.init(context.filter("access", Map.of("roles", RULES)));
        auths.init(context.servlet());
        users.init(context.servlet());
    }

    private static Settings settings(SignupPolicy policy, Map<String, String> others) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "CORRAL_SIGNUP",
                policy.name().toLowerCase(Locale.ROOT),
                "CORRAL_TOKEN_LIFETIME",
                "1h",
                "CORRAL_TOKEN_ALGORITHM",
                "EdDSA",
                "CORRAL_MAX_SIGNED_OUT",
                "20"));
        environment.putAll(others);
        return Settings.load(new Sources(environment, Map.of(), Map.of()));
    }

    /** As Jakarta Security's handler goes about it. */
    private CredentialValidationResult validate(Credential credential) {
        return stores.stream()
                .map(store -> store.validate(credential))
                .filter(result -> result.getStatus() == Status.VALID)
                .findFirst()
                .orElse(CredentialValidationResult.INVALID_RESULT);
    }

    /** What a servlet finds when it starts. */
    public <T> T part(Class<T> type) {
        return ContextAttributes.get(context.servlet().getServletContext(), type);
    }

    /** Through the filter to the servlet that the path is mapped to. */
    public FakeResponse send(FakeRequest request) throws Exception {
        FakeResponse response = new FakeResponse();
        HttpServletRequest http = request.context("/corral").build();
        HttpServlet servlet = http.getServletPath().endsWith("users") ? users : auths;
        filter.doFilter(http, response.http(), servlet::service);
        return response;
    }

    public FakeResponse auths(String method, String path, String json) throws Exception {
        return send(FakeRequest.of(method, path).servlet("/api/v1/auths").json(json));
    }

    public FakeResponse auths(String method, String path, String json, String token) throws Exception {
        return send(
                bearing(FakeRequest.of(method, path).servlet("/api/v1/auths").json(json), token));
    }

    public FakeResponse users(String method, String path, String json, String token) throws Exception {
        return send(
                bearing(FakeRequest.of(method, path).servlet("/api/v1/users").json(json), token));
    }

    private static FakeRequest bearing(FakeRequest request, String token) {
        return request.header("Authorization", "Bearer " + token);
    }

    @Override
    public void close() {
        fleet.close();
        ticker.close();
        database.close();
    }
}
