package org.corral.account;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.corral.settings.AccountSettings;
import org.corral.settings.ApiKeySettings;
import org.corral.settings.Role;
import org.corral.settings.Setting;
import org.corral.settings.SignupPolicy;
import org.corral.settings.TokenSettings;
import org.corral.storage.ConflictException;
import org.corral.storage.Database;
import org.corral.storage.StorageUnavailableException;

/**
 * The settings that admins switch while Corral runs, under the names of Open WebUI. The database keeps what they have
 * switched, for all nodes; before that the settings of the operator hold.
 */
public final class AdminConfig {
    public static final String SIGN_UP = "ENABLE_SIGNUP";
    public static final String DEFAULT_ROLE = "DEFAULT_USER_ROLE";
    public static final String DETAILS = "SHOW_ADMIN_DETAILS";
    public static final String API_KEYS = "ENABLE_API_KEYS";
    public static final String TOKEN_LIFETIME = "JWT_EXPIRES_IN";

    private final Database database;
    private final AccountSettings settings;
    private final ApiKeySettings apiKeys;
    private final TokenSettings tokens;
    private final Map<String, Object> fixed;
    private final Clock clock;

    /** The values that requests ask for; another node reports a change by {@link Accounts#EVERYBODY}. */
    private final LoadingCache<String, Optional<String>> known;
    /** The values that were read last, for the time when the database is away. */
    private final Map<String, Optional<String>> last = new ConcurrentHashMap<>();

    /** @param fixed by name, the settings that admins are shown and that only a restart changes */
    public AdminConfig(
            Database database,
            AccountSettings settings,
            ApiKeySettings apiKeys,
            TokenSettings tokens,
            Map<String, Object> fixed,
            Clock clock) {
        this.database = database;
        this.settings = settings;
        this.apiKeys = apiKeys;
        this.tokens = tokens;
        this.fixed = Map.copyOf(fixed);
        this.clock = clock;
        this.known = Caffeine.newBuilder()
                .expireAfterWrite(settings.cacheFor())
                // In the caller's thread: one of the common pool would keep a stopped web application in memory.
                .executor(Runnable::run)
                .build(name -> database.read(em -> kept(em, name)));
    }

    public Map<String, Object> fixed() {
        return fixed;
    }

    public SignupPolicy signUp() {
        return database.read(em -> kept(em, SIGN_UP)).map(SignupPolicy::valueOf).orElse(settings.signup());
    }

    /**
     * Whether somebody may sign up now.
     *
     * @param asFirst whether nobody has an account yet
     */
    public boolean letsIn(boolean asFirst) {
        SignupPolicy policy = signUp();
        return policy == SignupPolicy.OPEN || (policy == SignupPolicy.FIRST && asFirst);
    }

    /** The value to which an admin has switched the setting of this name; empty if nobody has. */
    public Optional<String> switched(String setting) {
        if (setting.equals(Setting.SIGNUP.dottedName())) {
            return database.read(em -> kept(em, SIGN_UP)).map(policy -> policy.toLowerCase(Locale.ROOT));
        }
        if (setting.equals(Setting.DEFAULT_ROLE.dottedName())) {
            return database.read(AdminConfig::defaultRole).map(Role::text);
        }
        if (setting.equals(Setting.API_KEYS.dottedName())) {
            return database.read(em -> kept(em, API_KEYS)).map(on -> Boolean.parseBoolean(on) ? "on" : "off");
        }
        return setting.equals(Setting.TOKEN_LIFETIME.dottedName())
                ? database.read(em -> kept(em, TOKEN_LIFETIME))
                : Optional.empty();
    }

    public Role defaultRole() {
        return database.read(AdminConfig::defaultRole).orElse(settings.defaultRole());
    }

    /** Empty until an admin has chosen one. */
    static Optional<Role> defaultRole(EntityManager em) {
        return kept(em, DEFAULT_ROLE).flatMap(Role::of);
    }

    /** Whether people are shown who the first admin is. */
    public boolean showsDetails() {
        return database.read(em -> kept(em, DETAILS)).map(Boolean::parseBoolean).orElse(true);
    }

    /** Whether API keys can be made and used. Cheap: every request with an API key asks. */
    public boolean apiKeysAreOn() {
        return known(API_KEYS).map(Boolean::parseBoolean).orElse(apiKeys.on());
    }

    /** The lifetime of a token that is issued now; zero if it has no end. Cheap. */
    public Duration tokenLifetime() {
        // The text was checked before it was kept; if this version can't read it, the setting of the operator holds.
        return known(TOKEN_LIFETIME).flatMap(TokenSettings::lifetimeOf).orElse(tokens.lifetime());
    }

    /** As an admin wrote it, or as the setting has it. */
    public String tokenLifetimeText() {
        return known(TOKEN_LIFETIME)
                .filter(text -> TokenSettings.lifetimeOf(text).isPresent())
                .orElseGet(() -> TokenSettings.lifetimeText(tokens.lifetime()));
    }

    private Optional<String> known(String name) {
        try {
            Optional<String> text = known.get(name);
            last.put(name, text);
            return text;
        } catch (StorageUnavailableException e) {
            return last.getOrDefault(name, Optional.empty());
        }
    }

    /** Reads the values again after a change for everybody, which may be a change of these settings. */
    public void recheck(String accountId) {
        if (accountId.equals(Accounts.EVERYBODY)) {
            known.invalidateAll();
        }
    }

    public void changeSignUp(SignupPolicy to) {
        keep(SIGN_UP, to.name());
    }

    public void changeDefaultRole(Role to) {
        keep(DEFAULT_ROLE, to.text());
    }

    public void changeShowsDetails(boolean to) {
        keep(DETAILS, Boolean.toString(to));
    }

    /** The other nodes hear of it; the caller calls {@link Accounts#rightsChanged} on this one. */
    public void changeApiKeys(boolean to) {
        keep(API_KEYS, Boolean.toString(to));
    }

    /** As with {@link #changeApiKeys}, the caller calls {@link Accounts#rightsChanged}. */
    public void changeTokenLifetime(String to) {
        keep(TOKEN_LIFETIME, to);
    }

    private static Optional<String> kept(EntityManager em, String name) {
        return Optional.ofNullable(em.find(KeptValue.class, name)).map(KeptValue::text);
    }

    private void keep(String name, String text) {
        database.writeAgain(EnumSet.allOf(ConflictException.Kind.class), em -> {
            Optional<KeptValue> kept = Optional.ofNullable(em.find(KeptValue.class, name));
            kept.ifPresentOrElse(value -> value.change(text), () -> em.persist(new KeptValue(name, text)));
            ChangeFeed.rightsChanged(em, Accounts.EVERYBODY, clock);
            return text;
        });
        known.invalidateAll();
    }
}
