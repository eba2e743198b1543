package org.corral.storage;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.EntityTransaction;
import jakarta.persistence.PersistenceException;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.function.Function;
import org.corral.settings.StorageSettings;
import org.eclipse.persistence.exceptions.EclipseLinkException;
import org.jspecify.annotations.Nullable;

/**
 * Corral's own tables, with their schema up to date. All methods block, and all but {@link #close()} may be called from
 * any number of threads at once.
 */
public final class Database implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Database.class.getName());
    private static final int ATTEMPTS = 5;

    private final Source source;
    private final EntityManagerFactory factory;

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
            return new Database(source, Entities.open(source.dataSource()));
        } catch (StorageException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    /** What this database is, for the log: {@code H2 in /home/corral/.corral/corral.mv.db}. Contains no secret. */
    public String description() {
        return source.description();
    }

    /** Whether it is the file in the data folder, which nobody but this process's user can read. */
    public boolean embedded() {
        return source.embedded();
    }

    /**
     * Runs queries. There is no transaction around them; changes to entities are not kept.
     *
     * @throws StorageUnavailableException when there is no connection to be had
     */
    public <T extends @Nullable Object> T read(Function<? super EntityManager, ? extends T> work) {
        EntityManager entities = factory.createEntityManager();
        try {
            return work.apply(entities);
        } catch (PersistenceException | EclipseLinkException e) {
            throw SqlFailure.translate(e);
        } finally {
            entities.close();
        }
    }

    /**
     * Runs the work as one transaction: all of it is kept, or nothing when anything is thrown.
     *
     * @throws ConflictException when a unique value is taken or another transaction came first
     * @throws StorageUnavailableException when there is no connection to be had
     */
    public <T extends @Nullable Object> T write(Function<? super EntityManager, ? extends T> work) {
        EntityManager entities = factory.createEntityManager();
        EntityTransaction transaction = entities.getTransaction();
        try {
            transaction.begin();
            T result = work.apply(entities);
            transaction.commit();
            return result;
        } catch (PersistenceException | EclipseLinkException e) {
            throw SqlFailure.translate(e);
        } finally {
            rollBack(transaction);
            entities.close();
        }
    }

    /**
     * As {@link #write}, again if somebody else came first in one of these ways: the work looks at what there is now.
     *
     * @throws ConflictException when others always come first, or of another kind
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

    private static void rollBack(EntityTransaction transaction) {
        try {
            if (transaction.isActive()) {
                transaction.rollback();
            }
        } catch (PersistenceException | EclipseLinkException e) {
            // The connection has gone, and with it all that was not committed. What broke it is told by the work.
            LOG.log(Level.DEBUG, "a transaction could not be rolled back");
        }
    }

    /** Leaves nothing behind: no thread, no connection, no driver, no lock on the file. A second time it does nothing. */
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
