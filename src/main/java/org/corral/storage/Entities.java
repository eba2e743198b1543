package org.corral.storage;

import jakarta.persistence.EntityManagerFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.persistence.config.PersistenceUnitProperties;
import org.eclipse.persistence.jpa.PersistenceProvider;
import org.eclipse.persistence.sessions.DatabaseSession;

/** The persistence unit {@code corral}, opened by us and not by the server. */
final class Entities {
    private static final String UNIT = "corral";
    // Under its usual name servers would open the unit as well, on a database and with a provider of their choice.
    private static final String DESCRIPTOR = "META-INF/corral-persistence.xml";

    private Entities() {}

    static EntityManagerFactory open(DataSource dataSource) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(PersistenceUnitProperties.CLASSLOADER, Entities.class.getClassLoader());
        properties.put(PersistenceUnitProperties.ECLIPSELINK_PERSISTENCE_XML, DESCRIPTOR);
        properties.put(PersistenceUnitProperties.NON_JTA_DATASOURCE, dataSource);
        // EclipseLink shares what has the same session name, even between two databases and two applications.
        properties.put(PersistenceUnitProperties.SESSION_NAME, UNIT + "-" + UUID.randomUUID());
        EntityManagerFactory factory = new PersistenceProvider().createEntityManagerFactory(UNIT, properties);
        if (factory == null) {
            throw new IllegalStateException("no persistence unit " + UNIT + " in " + DESCRIPTOR);
        }
        return deployed(factory);
    }

    /** EclipseLink reads the entities when it is first asked for a manager: that shall be at start. */
    private static EntityManagerFactory deployed(EntityManagerFactory factory) {
        try {
            factory.createEntityManager().close();
            // It would try each query four times, five seconds apart, and hold the thread of a request for so long. The
            // pool looks at a connection before it gives it away.
            factory.unwrap(DatabaseSession.class).getLogin().setQueryRetryAttemptCount(0);
            return factory;
        } catch (RuntimeException e) {
            factory.close();
            throw e;
        }
    }
}
