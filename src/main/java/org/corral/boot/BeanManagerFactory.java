package org.corral.boot;

import jakarta.enterprise.inject.spi.CDI;
import java.util.Hashtable;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.spi.ObjectFactory;
import org.jspecify.annotations.Nullable;

/**
 * Finds the bean manager of this application for the name under which Soteria looks for it. Weld has such a factory too, but
 * that one throws when Weld has stopped: Jetty, which looks the name up once more before it takes it away, would then keep the
 * application that it was about to undeploy.
 */
public final class BeanManagerFactory implements ObjectFactory {
    @Override
    public @Nullable Object getObjectInstance(
            @Nullable Object reference,
            @Nullable Name name,
            @Nullable Context context,
            @Nullable Hashtable<?, ?> environment) {
        try {
            return CDI.current().getBeanManager();
        } catch (IllegalStateException e) {
            return null;
        }
    }
}
