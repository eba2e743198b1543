package org.corral.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With classes that are built as those of GlassFish 7 and Payara 7 are. */
class GrantedPathsTest {
    private final Manager manager = new Manager();

    @BeforeEach
    void serverHasJustStarted() {
        PermissionCacheFactory.supportsReuse = false;
        PermissionCache.policy = "of the server";
    }

    private void remember() {
        GrantedPaths.rememberIn(new Facade(manager));
    }

    @Test
    void serverRemembersForCorralAlone() {
        remember();
        assertThat(manager.uncheckedPermissionCache).isNotNull();
        assertThat(PermissionCacheFactory.supportsReuse).isFalse();
        assertThat(PermissionCache.policy).isEqualTo("of the server");
    }

    @Test
    void memoryThatIsThereStays() {
        PermissionCache before = new PermissionCache();
        manager.uncheckedPermissionCache = before;
        remember();
        assertThat(manager.uncheckedPermissionCache).isSameAs(before);
        assertThat(manager.resets).isEmpty();
    }

    @Test
    void policyThatTheServerHasMissedIsTheApplications() {
        PermissionCache.policy = null;
        remember();
        assertThat(PermissionCache.policy).isEqualTo("of Corral");
        assertThat(manager.uncheckedPermissionCache).isNotNull();
    }

    @Test
    void withoutAPolicyNothingIsRemembered() {
        PermissionCache.policy = null;
        manager.authorizationService.policy = null;
        remember();
        assertThat(manager.uncheckedPermissionCache).isNull();
        assertThat(PermissionCacheFactory.supportsReuse).isFalse();
    }

    @Test
    void otherServersAreLeftAsTheyAre() {
        GrantedPaths.rememberIn(new Object());
        assertThat(PermissionCacheFactory.supportsReuse).isFalse();
    }

    private record Facade(Context context) {
        Facade(Manager manager) {
            this(new Context(new StandardContext(new Realm(manager))));
        }
    }

    private record Context(StandardContext context) {}

    private record StandardContext(Realm realm) {
        @SuppressWarnings("unused") // called by name
        Realm getRealm() {
            return realm;
        }
    }

    private record Realm(Manager manager) {
        @SuppressWarnings("unused") // called by name
        Manager getWebSecurityManager(boolean logged) {
            return manager;
        }
    }

    private static final class Manager {
        private final Authorization authorizationService = new Authorization();
        private final List<String> resets = new ArrayList<>();
        private @Nullable PermissionCache uncheckedPermissionCache;

        @SuppressWarnings("unused") // called by name
        private void initPermissionCache() {
            if (uncheckedPermissionCache == null) {
                uncheckedPermissionCache = PermissionCacheFactory.create();
            } else {
                resets.add("reset");
            }
        }
    }

    private static final class Authorization {
        private @Nullable Object policy = "of Corral";

        @SuppressWarnings("unused") // called by name
        private @Nullable Object getPolicy() {
            return policy;
        }
    }

    private static final class PermissionCache {
        private static @Nullable Object policy;
    }

    private static final class PermissionCacheFactory {
        private static boolean supportsReuse;

        private static @Nullable PermissionCache create() {
            return supportsReuse ? new PermissionCache() : null;
        }
    }
}
