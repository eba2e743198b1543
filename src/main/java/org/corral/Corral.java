package org.corral;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.security.enterprise.identitystore.IdentityStoreHandler;
import jakarta.security.enterprise.identitystore.Pbkdf2PasswordHash;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import org.corral.access.AccountDirectory;
import org.corral.access.ApiKeyDirectory;
import org.corral.access.LocalAdmin;
import org.corral.access.OllamaKeyDirectory;
import org.corral.access.SocketPeers;
import org.corral.account.Accounts;
import org.corral.account.AdminConfig;
import org.corral.account.ApiKeys;
import org.corral.account.ChangeListener;
import org.corral.account.CorralIdentityStore;
import org.corral.account.CredentialDirectory;
import org.corral.account.DeviceCookie;
import org.corral.account.ExternalIdentities;
import org.corral.account.FirstAdminCreation;
import org.corral.account.ImportedHashes;
import org.corral.account.LocalAccount;
import org.corral.account.OllamaKeys;
import org.corral.account.OpenSessions;
import org.corral.account.PasswordHashing;
import org.corral.account.RevokedTokens;
import org.corral.account.SeenSignatures;
import org.corral.account.Sessions;
import org.corral.account.SignIn;
import org.corral.account.SignInLimiter;
import org.corral.backend.Fleet;
import org.corral.body.MemoryBudget;
import org.corral.container.SocketPeer;
import org.corral.flow.FlowLimits;
import org.corral.http.ClientAddress;
import org.corral.http.ContextAttributes;
import org.corral.http.PublicUrls;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.http.SessionCookie;
import org.corral.proxy.RunningRequests;
import org.corral.settings.AccountSettings;
import org.corral.settings.AuthMode;
import org.corral.settings.BodySettings;
import org.corral.settings.FirstAdmin;
import org.corral.settings.HttpSettings;
import org.corral.settings.IpLiteral;
import org.corral.settings.ProxySettings;
import org.corral.settings.Settings;
import org.corral.settings.SettingsException;
import org.corral.settings.SettingsInForce;
import org.corral.settings.SignInSettings;
import org.corral.settings.Sources;
import org.corral.storage.Database;
import org.corral.storage.StorageException;
import org.corral.timing.MonotonicClock;
import org.corral.timing.Ticker;
import org.corral.token.KeyRing;
import org.corral.token.KeyRingException;
import org.corral.token.TokenIssuer;
import org.corral.token.TokenVerifier;

/**
 * Named in web.xml: puts the objects of every feature together when the server starts the application, and closes them
 * when it stops. The one place that knows them all; it reads from top to bottom.
 */
public final class Corral implements ServletContextListener {
    private static final System.Logger LOG = System.getLogger(Corral.class.getName());

    /** What must be closed, the last opened first. */
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        ServerLog.keepSecrets(context);
        try {
            Settings settings = Settings.load(Sources.ofThisProcess(contextParams(context)));
            Database database = start(context, settings);
            Greeting.warnings(settings).forEach(warning -> LOG.log(Level.WARNING, warning));
            LOG.log(Level.INFO, Greeting.of(context, settings, database));
        } catch (SettingsException | StorageException | KeyRingException | RefusedException e) {
            closeAll();
            throw stopped(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            closeAll();
            throw e;
        }
    }

    /** Logged here as well: Tomcat puts what a listener throws into another file than all the rest of its start. */
    private static StartException stopped(String why) {
        StartException stopped = new StartException(why);
        LOG.log(Level.ERROR, stopped.getMessage());
        return stopped;
    }

    private Database start(ServletContext context, Settings settings)
            throws StorageException, KeyRingException, RefusedException {
        Clock clock = Clock.systemUTC();
        Database database = closeLater(Database.open(settings.storage()));
        Accounts accounts = new Accounts(database, settings.account(), clock);
        AdminConfig config = new AdminConfig(
                database, settings.account(), settings.apiKeys(), settings.token(), fixed(settings), clock);
        accounts.whenRightsChange(config::recheck);
        ContextAttributes.put(context, AdminConfig.class, config);
        KeyRing keys = KeyRing.open(database, settings.token(), config::tokenLifetime, settings.keys(), clock);
        ContextAttributes.put(context, Clock.class, clock);
        ContextAttributes.put(context, HttpSettings.class, settings.http());
        ContextAttributes.put(
                context,
                PublicUrls.class,
                new PublicUrls(
                        settings.http().publicUrl(),
                        new ClientAddress(settings.signIn().trustedProxies())));
        ContextAttributes.put(context, SettingsInForce.class, settings.inForce());
        Ticker ticker = closeLater(Ticker.start(MonotonicClock.SYSTEM));
        BodySettings bodies = settings.proxy().bodies();
        MemoryBudget memory = new MemoryBudget(bodies.memory().bytes());
        ContextAttributes.put(
                context,
                FlowLimits.class,
                FlowLimits.of(memory, bodies.linger(), settings.proxy().timeouts(), ticker));
        tokens(context, settings, keys, clock);
        people(context, settings, database, accounts);
        RevokedTokens revoked = new RevokedTokens(database, settings.signIn().mostSignedOut(), clock);
        OpenSessions open = new OpenSessions(database, settings.signIn(), clock);
        CredentialDirectory directory = credentials(context, settings, database, accounts, revoked, open, clock);
        sessions(context, settings, database, accounts, revoked, open, keys, clock);
        proxy(context, settings, accounts, directory, ticker);
        closeLater(ChangeListener.listen(database, accounts, revoked, clock));
        return database;
    }

    private void tokens(ServletContext context, Settings settings, KeyRing keys, Clock clock) {
        closeLater(keys.startRotation());
        ContextAttributes.put(context, KeyRing.class, keys);
        AdminConfig config = ContextAttributes.get(context, AdminConfig.class);
        ContextAttributes.put(
                context, TokenVerifier.class, new TokenVerifier(keys, settings.token(), config::tokenLifetime, clock));
    }

    private static void people(ServletContext context, Settings settings, Database database, Accounts accounts)
            throws RefusedException {
        PasswordHashing hashing =
                PasswordHashing.of(bean(Pbkdf2PasswordHash.class), settings.account(), new ImportedHashes(database));
        bean(CorralIdentityStore.class).connect(accounts, hashing);
        Optional<FirstAdmin> admin = settings.account().firstAdmin();
        if (admin.isPresent()) {
            new FirstAdminCreation(accounts, hashing).ensure(admin.get());
        }
        AuthMode auth = settings.signIn().auth();
        if (auth == AuthMode.ON) {
            LocalAccount.close(accounts);
        } else {
            if (!SocketPeer.isTold(context)) {
                throw new RefusedException(
                        Refusal.forbidden("corral.auth is off, but on this server nobody can tell who is"
                                + " on this machine. Set corral.auth to on, or use Tomcat or Payara."));
            }
            ContextAttributes.put(context, SocketPeers.class, request -> SocketPeer.of(request)
                    .flatMap(IpLiteral::parse));
            ContextAttributes.put(context, LocalAdmin.class, LocalAccount.open(accounts, auth));
        }
        ContextAttributes.put(context, AccountSettings.class, settings.account());
        ContextAttributes.put(context, Accounts.class, accounts);
        ContextAttributes.put(context, PasswordHashing.class, hashing);
    }

    /** What a request can show: a token, an API key, a signature. */
    private static CredentialDirectory credentials(
            ServletContext context,
            Settings settings,
            Database database,
            Accounts accounts,
            RevokedTokens revoked,
            OpenSessions open,
            Clock clock) {
        AdminConfig config = ContextAttributes.get(context, AdminConfig.class);
        ApiKeys apiKeys = new ApiKeys(database, accounts, settings.account(), config::apiKeysAreOn, clock);
        SeenSignatures taken = new SeenSignatures(
                database,
                settings.signatures(),
                new ClientAddress(settings.signIn().trustedProxies()),
                clock);
        OllamaKeys ollamaKeys = new OllamaKeys(database, accounts, settings.account(), taken, clock);
        accounts.whenRightsChange(apiKeys::recheck);
        accounts.whenRightsChange(ollamaKeys::recheck);
        CredentialDirectory directory = new CredentialDirectory(accounts, revoked, apiKeys, ollamaKeys, open);
        ContextAttributes.put(context, ApiKeys.class, apiKeys);
        ContextAttributes.put(context, ApiKeyDirectory.class, apiKeys);
        ContextAttributes.put(context, OllamaKeys.class, ollamaKeys);
        ContextAttributes.put(context, OllamaKeyDirectory.class, ollamaKeys);
        ContextAttributes.put(context, AccountDirectory.class, directory);
        return directory;
    }

    private static void sessions(
            ServletContext context,
            Settings settings,
            Database database,
            Accounts accounts,
            RevokedTokens revoked,
            OpenSessions open,
            KeyRing keys,
            Clock clock) {
        AdminConfig config = ContextAttributes.get(context, AdminConfig.class);
        TokenIssuer issuer = new TokenIssuer(keys, settings.token(), config::tokenLifetime, clock);
        SessionCookie cookie = new SessionCookie(settings.http().cookieSecure());
        DeviceCookie devices = DeviceCookie.open(
                database, settings.signIn().deviceLife(), settings.http().cookieSecure(), clock);
        ContextAttributes.put(context, SignInSettings.class, settings.signIn());
        ExternalIdentities identities = new ExternalIdentities(database, accounts, clock);
        ContextAttributes.put(context, ExternalIdentities.class, identities);
        ContextAttributes.put(
                context, SignIn.class, new SignIn(bean(IdentityStoreHandler.class), accounts, identities));
        ContextAttributes.put(
                context, SignInLimiter.class, new SignInLimiter(database, settings.signIn(), devices, clock));
        ContextAttributes.put(
                context, Sessions.class, new Sessions(issuer, cookie, devices, revoked, open, accounts, clock));
        ContextAttributes.put(context, OpenSessions.class, open);
    }

    private void proxy(
            ServletContext context,
            Settings settings,
            Accounts accounts,
            CredentialDirectory directory,
            Ticker ticker) {
        RunningRequests running = new RunningRequests(
                directory::asOfNow,
                Accounts.EVERYBODY,
                settings.backend().queue().mostRequests());
        accounts.whenRightsChange(running::review);
        ContextAttributes.put(
                context,
                Fleet.class,
                closeLater(
                        Fleet.open(settings.backend(), settings.proxy().bodies().maxList(), ticker)));
        ContextAttributes.put(context, ProxySettings.class, settings.proxy());
        ContextAttributes.put(context, RunningRequests.class, running);
    }

    /** What admins are shown under the names of Open WebUI, and change by a restart. */
    private static Map<String, Object> fixed(Settings settings) {
        return Map.of(
                "WEBUI_URL", settings.http().publicUrl().map(URI::toString).orElse(""));
    }

    /** CDI stays at this edge: what it makes is handed on as an argument. */
    private static <T> T bean(Class<T> type) {
        return CDI.current().select(type).get();
    }

    private static Map<String, String> contextParams(ServletContext context) {
        Map<String, String> params = new HashMap<>();
        for (String name : Collections.list(context.getInitParameterNames())) {
            String value = context.getInitParameter(name);
            if (value != null) {
                params.put(name, value);
            }
        }
        return params;
    }

    private <T extends AutoCloseable> T closeLater(T resource) {
        open.push(resource);
        return resource;
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        closeAll();
        // EclipseLink's messages: the JDK would keep them, and by them the whole application, until memory runs short.
        ResourceBundle.clearCache(Corral.class.getClassLoader());
    }

    private void closeAll() {
        while (!open.isEmpty()) {
            AutoCloseable resource = open.pop();
            try {
                resource.close();
            } catch (Exception e) {
                LOG.log(Level.WARNING, "Could not close " + resource.getClass().getSimpleName(), e);
            }
        }
    }
}
