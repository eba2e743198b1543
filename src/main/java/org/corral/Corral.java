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
import org.corral.account.Arrivals;
import org.corral.account.CorralIdentityStore;
import org.corral.account.DeviceCookie;
import org.corral.account.Directory;
import org.corral.account.FirstAdminCreation;
import org.corral.account.ImportedHashes;
import org.corral.account.LocalAccount;
import org.corral.account.OllamaKeys;
import org.corral.account.OpenSessions;
import org.corral.account.OtherNodes;
import org.corral.account.PasswordHashing;
import org.corral.account.RevokedTokens;
import org.corral.account.Sessions;
import org.corral.account.SignIn;
import org.corral.account.SignInLimiter;
import org.corral.account.TakenSignatures;
import org.corral.backend.Fleet;
import org.corral.body.Memory;
import org.corral.flow.FlowLimits;
import org.corral.http.ClientAddress;
import org.corral.http.Parts;
import org.corral.http.PublicUrls;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.http.SessionCookie;
import org.corral.proxy.Running;
import org.corral.servers.SocketPeer;
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
import org.corral.timing.Watch;
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
        Parts.put(context, AdminConfig.class, config);
        KeyRing keys = KeyRing.open(database, settings.token(), config::tokenLifetime, settings.keys(), clock);

        Parts.put(context, Clock.class, clock);
        Parts.put(context, HttpSettings.class, settings.http());
        Parts.put(
                context,
                PublicUrls.class,
                new PublicUrls(
                        settings.http().publicUrl(),
                        new ClientAddress(settings.signIn().trustedProxies())));
        Parts.put(context, SettingsInForce.class, settings.inForce());
        Watch watch = closeLater(Watch.start());
        BodySettings bodies = settings.proxy().bodies();
        Memory memory = new Memory(bodies.memory().bytes());
        Parts.put(
                context,
                FlowLimits.class,
                FlowLimits.of(memory, bodies.linger(), settings.proxy().patience(), watch));
        tokens(context, settings, keys, clock);
        people(context, settings, database, accounts);
        RevokedTokens revoked = new RevokedTokens(database, settings.signIn().mostSignedOut(), clock);
        OpenSessions open = new OpenSessions(database, settings.signIn(), clock);
        Directory directory = credentials(context, settings, database, accounts, revoked, open, clock);
        sessions(context, settings, database, accounts, revoked, open, keys, clock);
        proxy(context, settings, accounts, directory, watch);
        closeLater(OtherNodes.listen(database, accounts, revoked, clock));
        return database;
    }

    private void tokens(ServletContext context, Settings settings, KeyRing keys, Clock clock) {
        closeLater(keys.startRotation());
        Parts.put(context, KeyRing.class, keys);
        AdminConfig config = Parts.get(context, AdminConfig.class);
        Parts.put(
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
            Parts.put(context, SocketPeers.class, request -> SocketPeer.of(request)
                    .flatMap(IpLiteral::parse));
            Parts.put(context, LocalAdmin.class, LocalAccount.open(accounts, auth));
        }
        Parts.put(context, AccountSettings.class, settings.account());
        Parts.put(context, Accounts.class, accounts);
        Parts.put(context, PasswordHashing.class, hashing);
    }

    /** What a request can show: a token, an API key, a signature. */
    private static Directory credentials(
            ServletContext context,
            Settings settings,
            Database database,
            Accounts accounts,
            RevokedTokens revoked,
            OpenSessions open,
            Clock clock) {
        AdminConfig config = Parts.get(context, AdminConfig.class);
        ApiKeys apiKeys = new ApiKeys(database, accounts, settings.account(), config::apiKeysAreOn, clock);
        TakenSignatures taken = new TakenSignatures(
                database,
                settings.signatures(),
                new ClientAddress(settings.signIn().trustedProxies()),
                clock);
        OllamaKeys ollamaKeys = new OllamaKeys(database, accounts, settings.account(), taken, clock);
        accounts.whenRightsChange(apiKeys::recheck);
        accounts.whenRightsChange(ollamaKeys::recheck);
        Directory directory = new Directory(accounts, revoked, apiKeys, ollamaKeys, open);
        Parts.put(context, ApiKeys.class, apiKeys);
        Parts.put(context, ApiKeyDirectory.class, apiKeys);
        Parts.put(context, OllamaKeys.class, ollamaKeys);
        Parts.put(context, OllamaKeyDirectory.class, ollamaKeys);
        Parts.put(context, AccountDirectory.class, directory);
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
        AdminConfig config = Parts.get(context, AdminConfig.class);
        TokenIssuer issuer = new TokenIssuer(keys, settings.token(), config::tokenLifetime, clock);
        SessionCookie cookie = new SessionCookie(settings.http().cookieSecure());
        DeviceCookie devices = DeviceCookie.open(
                database, settings.signIn().deviceLife(), settings.http().cookieSecure(), clock);
        Parts.put(context, SignInSettings.class, settings.signIn());
        Arrivals arrivals = new Arrivals(database, accounts, clock);
        Parts.put(context, Arrivals.class, arrivals);
        Parts.put(context, SignIn.class, new SignIn(bean(IdentityStoreHandler.class), accounts, arrivals));
        Parts.put(context, SignInLimiter.class, new SignInLimiter(database, settings.signIn(), devices, clock));
        Parts.put(context, Sessions.class, new Sessions(issuer, cookie, devices, revoked, open, accounts, clock));
        Parts.put(context, OpenSessions.class, open);
    }

    private void proxy(ServletContext context, Settings settings, Accounts accounts, Directory directory, Watch watch) {
        Running running = new Running(
                directory::asOfNow,
                Accounts.EVERYBODY,
                settings.backend().queue().mostRequests());
        accounts.whenRightsChange(running::review);
        Parts.put(
                context,
                Fleet.class,
                closeLater(
                        Fleet.open(settings.backend(), settings.proxy().bodies().maxList(), watch)));
        Parts.put(context, ProxySettings.class, settings.proxy());
        Parts.put(context, Running.class, running);
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
