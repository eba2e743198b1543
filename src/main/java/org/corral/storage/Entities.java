package org.corral.storage;

import jakarta.persistence.EntityManagerFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.persistence.config.PersistenceUnitProperties;
import org.eclipse.persistence.jpa.PersistenceProvider;
import org.eclipse.persistence.sessions.DatabaseSession;

/** The persistence unit {@code corral}, opened by Corral and not by the server. */
final class Entities {
    private static final String UNIT = "corral";
    // Under the usual name of the file, servers would open the unit too, with a database and a provider of their
    // choice.
    private static final String DESCRIPTOR = "META-INF/corral-persistence.xml";

    private Entities() {}

    static EntityManagerFactory open(DataSource dataSource) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(PersistenceUnitProperties.CLASSLOADER, Entities.class.getClassLoader());
        properties.put(PersistenceUnitProperties.ECLIPSELINK_PERSISTENCE_XML, DESCRIPTOR);
        properties.put(PersistenceUnitProperties.NON_JTA_DATASOURCE, dataSource);
        // EclipseLink shares sessions with the same name, even between two databases and two applications.
        properties.put(PersistenceUnitProperties.SESSION_NAME, UNIT + "-" + UUID.randomUUID());
        EntityManagerFactory factory = new PersistenceProvider().createEntityManagerFactory(UNIT, properties);
        if (factory == null) {
            throw new IllegalStateException("no persistence unit " + UNIT + " in " + DESCRIPTOR);
        }
        return deployed(factory);
    }

    /** Makes EclipseLink read the entities at start, and not when it is first asked for a manager. */
    private static EntityManagerFactory deployed(EntityManagerFactory factory) {
        try {
            factory.createEntityManager().close();
            // Else EclipseLink would try each query four times, five seconds apart, and hold the thread of a request.
            // The
            // pool
            // checks a connection before it hands it out.
            factory.unwrap(DatabaseSession.class).getLogin().setQueryRetryAttemptCount(0);
            return factory;
        } catch (RuntimeException e) {
            factory.close();
            throw e;
        }
    }
}
