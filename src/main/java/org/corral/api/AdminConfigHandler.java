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

/** {@code /admin/config}: shows and changes the settings that admins switch while Corral runs. */
public final class AdminConfigHandler {
    private static final System.Logger LOG = System.getLogger(AdminConfigHandler.class.getName());

    /** Open WebUI has dozens of such names, and scripts send back every name that they were shown there. */
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

    /** Settings that the body does not name stay as they are. */
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
        // A script that sends back what it was shown changes nothing. So sign-up for the first person, which is shown
        // as
        // true, does not become sign-up for all.
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

    /** Also ends the answers that callers with an API key are getting at the moment. */
    private void switchApiKeys(boolean on) {
        config.changeApiKeys(on);
        LOG.log(Level.INFO, "An admin has switched API keys " + (on ? "on" : "off"));
        accounts.rightsChanged(Accounts.EVERYBODY);
    }

    /** Tokens that were issued before keep their end. Tokens without an end are good only while such tokens are issued. */
    private void changeLifetime(Duration life, String text) {
        // The keys come first: else a key could end before a token that it has signed.
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
        Optional<?> value = fixed.getValue() instanceof Boolean
                ? fields.optionalFlag(fixed.getKey())
                : fields.optionalText(fixed.getKey());
        return value.filter(each -> !each.equals(fixed.getValue())).isPresent();
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
