package org.corral.storage;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.EntityTransaction;
import jakarta.persistence.PersistenceException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.corral.settings.StorageSettings;
import org.corral.timing.MonotonicClock;
import org.eclipse.persistence.exceptions.EclipseLinkException;
import org.jspecify.annotations.Nullable;

/**
 * Corral's own tables, with an up-to-date schema. All methods block, and all but {@link #close()} may be called from any
 * number of threads at once.
 */
public final class Database implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Database.class.getName());
    /** Each conflict means that another transaction came first: of so many at once the last one still gets its turn. */
    private static final int ATTEMPTS = 10;

    private final Source source;
    private final EntityManagerFactory factory;
    /** Whether the log has it already that the database can't write. */
    private final AtomicBoolean diskComplaint = new AtomicBoolean();

    private Database(Source source, EntityManagerFactory factory) {
        this.source = source;
        this.factory = factory;
    }

    /** The server's data source, else the one of {@code corral.jdbc-url}, else the file in the data folder. */
    public static Database open(StorageSettings settings) throws StorageException {
        LibraryLogLevels.hush();
        Source source = Source.choose(settings);
        try {
            Schema.migrate(source);
            return of(source);
        } catch (StorageException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    /** @param source whose tables are up to date */
    static Database of(Source source) {
        return new Database(source, Entities.open(source.guarded()));
    }

    /** The description of the database for the log: {@code H2 in /home/corral/.corral/corral.mv.db}. Contains no secret. */
    public String description() {
        return source.description();
    }

    /** Whether the database is the file in the data folder, which only the user of this process can read. */
    public boolean embedded() {
        return source.embedded();
    }

    /**
     * Asks the database for an answer that needs no table.
     *
     * @throws StorageUnavailableException if there is no connection
     */
    public void ping() {
        read(entities -> entities.createNativeQuery("SELECT 1").getSingleResult());
    }

    /**
     * Runs queries. There is no transaction around them; changes to entities are not kept.
     *
     * @throws StorageUnavailableException if there is no connection
     */
    public <T extends @Nullable Object> T read(Function<? super EntityManager, ? extends T> work) {
        source.outage().admit();
        EntityManager entities = factory.createEntityManager();
        try {
            return work.apply(entities);
        } catch (PersistenceException | EclipseLinkException e) {
            throw translated(e);
        } finally {
            entities.close();
        }
    }

    /**
     * Runs the work as one transaction: all of it is kept, or nothing if it throws.
     *
     * @throws ConflictException if a unique value is taken or another transaction came first
     * @throws StorageUnavailableException if there is no connection
     */
    public <T extends @Nullable Object> T write(Function<? super EntityManager, ? extends T> work) {
        source.outage().admit();
        EntityManager entities = factory.createEntityManager();
        EntityTransaction transaction = entities.getTransaction();
        try {
            transaction.begin();
            T result = work.apply(entities);
            transaction.commit();
            diskComplaint.set(false);
            return result;
        } catch (PersistenceException | EclipseLinkException e) {
            throw translated(e);
        } finally {
            rollBack(transaction);
            entities.close();
        }
    }

    /**
     * Runs the work like {@link #write}, and again after a conflict of one of these kinds, so that it reads the rows anew.
     *
     * @throws ConflictException if each try has a conflict, or after a conflict of another kind
     */
    public <T extends @Nullable Object> T writeAgain(
            Set<ConflictException.Kind> kinds, Function<? super EntityManager, ? extends T> work) {
        for (int left = ATTEMPTS; ; left--) {
            try {
                return write(work);
            } catch (ConflictException e) {
                if (left == 1 || !kinds.contains(e.kind())) {
                    throw e;
                }
            }
        }
    }

    private RuntimeException translated(RuntimeException failure) {
        RuntimeException translated = SqlFailure.translate(failure);
        if (translated instanceof StorageUnavailableException) {
            source.outage().noteFailure();
        }
        if (SqlFailure.cannotWrite(failure) && diskComplaint.compareAndSet(false, true)) {
            LOG.log(
                    Level.ERROR,
                    "The database can't write: is its disk full, or read-only? It is " + description()
                            + ". Requests that need to write get 503 until it can.");
        }
        return translated;
    }

    /**
     * Runs work that reads what this node has missed, also while the database is away. Others have the database again when
     * it has ended without an exception, and without a query that failed. To be called by one thread at a time.
     */
    public void catchUp(Runnable work) {
        source.outage().catchUp(work);
    }

    /** Whether {@link #catchUp} has ended well within this time. Does not block. */
    public boolean caughtUpWithin(Duration time) {
        return source.outage().caughtUpWithin(time);
    }

    /** By which the times of outages are measured. */
    public MonotonicClock clock() {
        return source.outage().clock();
    }

    /** Grows with each query that failed because the database is away. Does not block. */
    public long failures() {
        return source.outage().failures();
    }

    private static void rollBack(EntityTransaction transaction) {
        try {
            if (transaction.isActive()) {
                transaction.rollback();
            }
        } catch (PersistenceException | EclipseLinkException e) {
            // The connection is lost, and with it everything that was not committed. The exception of the work says
            // why.
            LOG.log(Level.DEBUG, "a transaction could not be rolled back");
        }
    }

    /** Releases every thread, connection and driver, and the lock on the file. A second call does nothing. */
    @Override
    public void close() {
        if (!factory.isOpen()) {
            return;
        }
        try {
            factory.close();
        } finally {
            source.close();
        }
    }
}
