package org.corral.api;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.corral.account.AccountRules;
import org.corral.account.Accounts;
import org.corral.account.AdminConfig;
import org.corral.http.JsonFields;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.settings.Role;
import org.corral.settings.SignupPolicy;
import org.corral.settings.TokenSettings;
import org.corral.token.KeyRing;

/** {@code /admin/config}: what admins switch while Corral runs. */
public final class AdminConfigHandler {
    private static final System.Logger LOG = System.getLogger(AdminConfigHandler.class.getName());

    /** Open WebUI has dozens of such names, and scripts send back all that they were shown there. */
    private static final Pattern ELSEWHERE = Pattern.compile("[A-Z][A-Z0-9_]*");

    private final AdminConfig config;
    private final Accounts accounts;
    private final KeyRing keys;

    public AdminConfigHandler(AdminConfig config, Accounts accounts, KeyRing keys) {
        this.config = config;
        this.accounts = accounts;
        this.keys = keys;
    }

    void show(ApiCall call) throws RefusedException, IOException {
        call.reply(json());
    }

    /** What is not named stays. */
    void update(ApiCall call) throws RefusedException, IOException {
        JsonFields fields = call.fields();
        Optional<Boolean> signUp = fields.optionalFlag(AdminConfig.SIGN_UP);
        Optional<Boolean> details = fields.optionalFlag(AdminConfig.DETAILS);
        Optional<String> role = fields.optionalText(AdminConfig.DEFAULT_ROLE);
        Optional<Boolean> apiKeys = fields.optionalFlag(AdminConfig.API_KEYS);
        Optional<String> lifetime = fields.optionalText(AdminConfig.TOKEN_LIFETIME);
        boolean changesFixed = config.fixed().entrySet().stream().anyMatch(each -> changes(each, fields));
        fields.ignoring(name -> ELSEWHERE.matcher(name).matches()).finish();
        if (changesFixed) {
            throw new RefusedException(Refusal.badRequest("Of these, only " + AdminConfig.SIGN_UP + ", "
                    + AdminConfig.DEFAULT_ROLE + ", " + AdminConfig.DETAILS + ", " + AdminConfig.API_KEYS + " and "
                    + AdminConfig.TOKEN_LIFETIME + " can be changed while Corral runs; the others are settings."));
        }
        Optional<Role> newRole = Optional.empty();
        if (role.isPresent()) {
            newRole = Optional.of(AccountRules.role(role.get()));
        }
        Optional<Duration> newLifetime = Optional.empty();
        if (lifetime.isPresent()) {
            newLifetime = Optional.of(lifetime(lifetime.get()));
        }
        // Who sends back what he was shown changes nothing: sign-up for the first person is no sign-up for all.
        signUp.filter(open -> open != isSignUpOpen())
                .ifPresent(open -> config.changeSignUp(open ? SignupPolicy.OPEN : SignupPolicy.CLOSED));
        newRole.ifPresent(config::changeDefaultRole);
        details.ifPresent(config::changeShowsDetails);
        apiKeys.filter(on -> on != config.apiKeysAreOn()).ifPresent(this::switchApiKeys);
        newLifetime
                .filter(life -> !life.equals(config.tokenLifetime()))
                .ifPresent(life -> changeLifetime(life, lifetime.orElseThrow()));
        call.reply(json());
    }

    private static Duration lifetime(String text) throws RefusedException {
        return TokenSettings.lifetimeOf(text)
                .orElseThrow(() -> new RefusedException(Refusal.badRequest(AdminConfig.TOKEN_LIFETIME
                        + " is a duration such as 4w, 1h30m or 30s, from 1s to 3650d, in the units w d h m s ms;"
                        + " -1 or 0 is a token without an end.")));
    }

    /** Running answers to callers with a key end as well. */
    private void switchApiKeys(boolean on) {
        config.changeApiKeys(on);
        LOG.log(Level.INFO, "An admin has switched API keys " + (on ? "on" : "off"));
        accounts.rightsChanged(Accounts.EVERYBODY);
    }

    /** Tokens that were made before keep their end; without one they are believed only while there are such tokens. */
    private void changeLifetime(Duration life, String text) {
        // First the keys, or one could end before a token that it has signed.
        keys.cover(life);
        config.changeTokenLifetime(text);
        LOG.log(
                life.isZero() ? Level.WARNING : Level.INFO,
                life.isZero()
                        ? "An admin has given tokens no end: one that is stolen opens Corral until its owner signs out or"
                                + " changes the password."
                        : "An admin has changed how long tokens live");
        accounts.rightsChanged(Accounts.EVERYBODY);
    }

    private static boolean changes(Map.Entry<String, Object> fixed, JsonFields fields) {
        Optional<?> given = fixed.getValue() instanceof Boolean
                ? fields.optionalFlag(fixed.getKey())
                : fields.optionalText(fixed.getKey());
        return given.filter(value -> !value.equals(fixed.getValue())).isPresent();
    }

    private Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(AdminConfig.DETAILS, config.showsDetails());
        json.put(AdminConfig.SIGN_UP, isSignUpOpen());
        json.put(AdminConfig.DEFAULT_ROLE, config.defaultRole().text());
        json.put(AdminConfig.API_KEYS, config.apiKeysAreOn());
        json.put(AdminConfig.TOKEN_LIFETIME, config.tokenLifetimeText());
        json.putAll(config.fixed());
        return json;
    }

    private boolean isSignUpOpen() {
        return config.letsIn(accounts.isEmpty());
    }
}
