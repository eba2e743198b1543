package org.corral.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** On bundles that are made as those of OSGi are; the real ones are seen by SigtermIT. */
class LibertyBundlesTest {
    private final Framework framework = new Framework(List.of("kernel", "container"));

    /** Every bundle knows all others. */
    static final class Framework {
        private final Map<String, Object> services = new HashMap<>();
        private final Object[] bundles;

        Framework(List<String> names) {
            bundles = names.stream().map(name -> new Bundle(name, this)).toArray();
        }

        Object[] getBundles() {
            return bundles.clone();
        }

        Object registerService(String type, Object service, @Nullable Dictionary<?, ?> properties) {
            services.put(type, service);
            return "registration of " + type;
        }
    }

    record Bundle(String name, Framework framework) {
        String getSymbolicName() {
            return name;
        }

        Framework getBundleContext() {
            return framework;
        }

        Class<?> loadClass(String of) throws ClassNotFoundException {
            return Class.forName(of);
        }
    }

    static final class BundlesLoader extends ClassLoader {
        private final Object bundle;

        BundlesLoader(Object bundle) {
            this.bundle = bundle;
        }

        Object getBundle() {
            return bundle;
        }
    }

    /** Its class is defined by the loader of a bundle. */
    private Object servers() {
        ClassLoader loader = new BundlesLoader(framework.bundles[0]);
        return Proxy.newProxyInstance(loader, new Class<?>[] {Runnable.class}, (proxy, method, arguments) -> null);
    }

    @Test
    void oneIsFoundByItsName() throws Exception {
        assertThat(LibertyBundles.named("container", servers())).isSameAs(framework.bundles[1]);
    }

    @Test
    void oneThatIsMissingIsNamed() {
        Object servers = servers();
        assertThatThrownBy(() -> LibertyBundles.named("transport", servers))
                .isInstanceOf(ClassNotFoundException.class)
                .hasMessage("transport");
    }

    @Test
    void aServiceIsRegisteredAsWhatItsBundleKnows() throws Exception {
        Object bundle = framework.bundles[0];
        Runnable service = () -> {};
        Class<?> type = LibertyBundles.load(bundle, "java.lang.Runnable");
        assertThat(LibertyBundles.register(bundle, type, service)).isEqualTo("registration of java.lang.Runnable");
        assertThat(framework.services).containsEntry("java.lang.Runnable", service);
    }
}
