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
 * Corral's own tables, with an up-to-date schema. All methods block, and all but {@link #close()} may be called from any
 * number of threads at once.
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
     * Runs the work as one transaction: all of it is kept, or nothing if it throws.
     *
     * @throws ConflictException if a unique value is taken or another transaction came first
     * @throws StorageUnavailableException if there is no connection
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
