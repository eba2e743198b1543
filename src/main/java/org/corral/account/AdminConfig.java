package org.corral.account;

import jakarta.persistence.EntityManager;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.corral.settings.AccountSettings;
import org.corral.settings.Role;
import org.corral.settings.Setting;
import org.corral.settings.SignupPolicy;
import org.corral.storage.ConflictException;
import org.corral.storage.Database;

/**
 * What admins switch while Corral runs, in the names of Open WebUI. Until one does, the settings hold; what was switched is
 * kept in the database, for all nodes.
 */
public final class AdminConfig {
    static final String SIGN_UP = "ENABLE_SIGNUP";
    static final String DEFAULT_ROLE = "DEFAULT_USER_ROLE";
    static final String DETAILS = "SHOW_ADMIN_DETAILS";

    private final Database database;
    private final AccountSettings settings;
    private final Map<String, Object> fixed;

    /** @param fixed by name, what is told but can be changed by a restart only */
    public AdminConfig(Database database, AccountSettings settings, Map<String, Object> fixed) {
        this.database = database;
        this.settings = settings;
        this.fixed = Map.copyOf(fixed);
    }

    Map<String, Object> fixed() {
        return fixed;
    }

    SignupPolicy signUp() {
        return database.read(em -> kept(em, SIGN_UP)).map(SignupPolicy::valueOf).orElse(settings.signup());
    }

    /**
     * Whether somebody may sign up now.
     *
     * @param asFirst whether nobody has an account yet
     */
    boolean letsIn(boolean asFirst) {
        SignupPolicy policy = signUp();
        return policy == SignupPolicy.OPEN || (policy == SignupPolicy.FIRST && asFirst);
    }

    /** What an admin has switched of the setting of this name; empty where the setting holds. */
    Optional<String> switched(String setting) {
        if (setting.equals(Setting.SIGNUP.dottedName())) {
            return database.read(em -> kept(em, SIGN_UP)).map(policy -> policy.toLowerCase(Locale.ROOT));
        }
        return setting.equals(Setting.DEFAULT_ROLE.dottedName())
                ? database.read(AdminConfig::defaultRole).map(Role::text)
                : Optional.empty();
    }

    Role defaultRole() {
        return database.read(AdminConfig::defaultRole).orElse(settings.defaultRole());
    }

    /** Empty until an admin has chosen one. */
    static Optional<Role> defaultRole(EntityManager em) {
        return kept(em, DEFAULT_ROLE).flatMap(Role::of);
    }

    /** Whether everybody learns who the first admin is. */
    boolean showsDetails() {
        return database.read(em -> kept(em, DETAILS)).map(Boolean::parseBoolean).orElse(true);
    }

    void changeSignUp(SignupPolicy to) {
        keep(SIGN_UP, to.name());
    }

    void changeDefaultRole(Role to) {
        keep(DEFAULT_ROLE, to.text());
    }

    void changeShowsDetails(boolean to) {
        keep(DETAILS, Boolean.toString(to));
    }

    private static Optional<String> kept(EntityManager em, String name) {
        return Optional.ofNullable(em.find(KeptValue.class, name)).map(KeptValue::text);
    }

    private void keep(String name, String text) {
        database.writeAgain(EnumSet.allOf(ConflictException.Kind.class), em -> {
            Optional<KeptValue> kept = Optional.ofNullable(em.find(KeptValue.class, name));
            kept.ifPresentOrElse(value -> value.change(text), () -> em.persist(new KeptValue(name, text)));
            return text;
        });
    }
}
