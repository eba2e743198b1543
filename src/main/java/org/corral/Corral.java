package org.corral;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.security.enterprise.identitystore.IdentityStoreHandler;
import jakarta.security.enterprise.identitystore.Pbkdf2PasswordHash;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import org.corral.access.AccessCheckFactory;
import org.corral.account.Accounts;
import org.corral.account.ChangeListener;
import org.corral.account.CorralIdentityStore;
import org.corral.account.FirstAdminCreation;
import org.corral.account.ImportedHashes;
import org.corral.account.PasswordHashing;
import org.corral.backend.Fleet;
import org.corral.body.MemoryBudget;
import org.corral.flow.FlowLimits;
import org.corral.http.ClientAddress;
import org.corral.http.ContextAttributes;
import org.corral.http.CorsOrigins;
import org.corral.http.PublicUrls;
import org.corral.http.RefusedException;
import org.corral.proxy.ProxyEntry;
import org.corral.proxy.RunningRequests;
import org.corral.settings.BodySettings;
import org.corral.settings.FirstAdmin;
import org.corral.settings.ProxySettings;
import org.corral.settings.Settings;
import org.corral.settings.SettingsException;
import org.corral.settings.Sources;
import org.corral.storage.Database;
import org.corral.storage.StorageException;
import org.corral.timing.MonotonicClock;
import org.corral.timing.Ticker;
import org.corral.token.KeyRing;
import org.corral.token.KeyRingException;

/**
 * The listener in web.xml. It puts the objects of all features together when the server starts the application, and closes
 * them when it stops. It reads from top to bottom; the assemblies beside it do the same for one feature each.
 */
public final class Corral implements ServletContextListener {
    private static final System.Logger LOG = System.getLogger(Corral.class.getName());

    /** The resources to close, the last opened first. */
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

    /** Logs the message too, since Tomcat writes exceptions of listeners into another file than the rest of the start. */
    private static StartException stopped(String why) {
        StartException stopped = new StartException(why);
        LOG.log(Level.ERROR, stopped.getMessage());
        return stopped;
    }

    private Database start(ServletContext context, Settings settings)
            throws StorageException, KeyRingException, RefusedException {
        Clock clock = Clock.systemUTC();
        Database database = closeLater(Database.open(settings.storage()));
        AccountAssembly accounts = accounts(settings, database, clock);
        closeLater(accounts.keys().startRotation());
        AccessCheckFactory checks = AccessAssembly.checks(context, settings, accounts, clock);

        Ticker ticker = closeLater(Ticker.start(MonotonicClock.SYSTEM));
        BodySettings bodies = settings.proxy().bodies();
        FlowLimits limits = FlowLimits.of(
                new MemoryBudget(bodies.memory().bytes()),
                bodies.linger(),
                settings.proxy().timeouts(),
                ticker);
        Fleet fleet = closeLater(Fleet.open(settings.backend(), bodies.maxList(), ticker));
        RunningRequests running = new RunningRequests(
                accounts.directory()::asOfNow,
                Accounts.EVERYBODY,
                settings.backend().queue().mostRequests());
        accounts.accounts().whenRightsChange(running::review);

        // One part for each filter and servlet, in the order of web.xml.
        ContextAttributes.put(context, FlowLimits.class, limits);
        ContextAttributes.put(
                context, PublicUrls.class, new PublicUrls(settings.http().publicUrl(), clients(settings)));
        ContextAttributes.put(
                context, CorsOrigins.class, new CorsOrigins(settings.http().corsOrigins()));
        ContextAttributes.put(context, ProxySettings.class, settings.proxy());
        ContextAttributes.put(context, AccessCheckFactory.class, checks);
        NodeAssembly node = NodeAssembly.put(context, settings, running, database, fleet, limits);
        ApiAssembly.put(context, settings, accounts, fleet, node.handler(), limits, clock);
        ContextAttributes.put(context, KeyRing.class, accounts.keys());
        ContextAttributes.put(
                context,
                ProxyEntry.class,
                new ProxyEntry(settings.proxy(), fleet, running, limits, clients(settings), clock));

        closeLater(ChangeListener.listen(database, accounts.accounts(), accounts.revoked(), clock));
        // Closed first, while everything that a running answer needs is there.
        closeLater(node.start(context));
        return database;
    }

    /** Also makes the first admin, if the settings name one. */
    private static AccountAssembly accounts(Settings settings, Database database, Clock clock)
            throws KeyRingException, RefusedException {
        PasswordHashing hashing =
                PasswordHashing.of(bean(Pbkdf2PasswordHash.class), settings.account(), new ImportedHashes(database));
        AccountAssembly accounts =
                AccountAssembly.open(settings, database, hashing, bean(IdentityStoreHandler.class), clock);
        bean(CorralIdentityStore.class).connect(accounts.accounts(), hashing);
        Optional<FirstAdmin> admin = settings.account().firstAdmin();
        if (admin.isPresent()) {
            new FirstAdminCreation(accounts.accounts(), hashing).ensure(admin.get());
        }
        return accounts;
    }

    private static ClientAddress clients(Settings settings) {
        return new ClientAddress(settings.signIn().trustedProxies());
    }

    /** Only this class asks CDI for beans; it hands them on as arguments. */
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
        // Else the JDK keeps EclipseLink's messages, and by them the whole application, until memory runs short.
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
