package org.corral.account;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.corral.http.JsonFields;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.settings.Role;
import org.corral.settings.SignupPolicy;

/** {@code /admin/config}: what admins switch while Corral runs. */
final class AdminConfigHandler {
    /** Open WebUI has dozens of such names, and scripts send back all that they were shown there. */
    private static final Pattern ELSEWHERE = Pattern.compile("[A-Z][A-Z0-9_]*");

    private final AdminConfig config;
    private final Accounts accounts;

    AdminConfigHandler(AdminConfig config, Accounts accounts) {
        this.config = config;
        this.accounts = accounts;
    }

    void show(Exchange exchange) throws RefusedException, IOException {
        exchange.reply(json());
    }

    /** What is not named stays. */
    void update(Exchange exchange) throws RefusedException, IOException {
        JsonFields fields = exchange.fields();
        Optional<Boolean> signUp = fields.optionalFlag(AdminConfig.SIGN_UP);
        Optional<Boolean> details = fields.optionalFlag(AdminConfig.DETAILS);
        Optional<String> role = fields.optionalText(AdminConfig.DEFAULT_ROLE);
        boolean changesFixed = config.fixed().entrySet().stream().anyMatch(each -> changes(each, fields));
        fields.ignoring(name -> ELSEWHERE.matcher(name).matches()).finish();
        if (changesFixed) {
            throw new RefusedException(Refusal.badRequest("Of these, only " + AdminConfig.SIGN_UP + ", "
                    + AdminConfig.DEFAULT_ROLE + " and " + AdminConfig.DETAILS
                    + " can be changed while Corral runs; the others are settings."));
        }
        Optional<Role> newRole = Optional.empty();
        if (role.isPresent()) {
            newRole = Optional.of(Particulars.role(role.get()));
        }
        // Who sends back what he was shown changes nothing: sign-up for the first person is no sign-up for all.
        signUp.filter(open -> open != isSignUpOpen())
                .ifPresent(open -> config.changeSignUp(open ? SignupPolicy.OPEN : SignupPolicy.CLOSED));
        newRole.ifPresent(config::changeDefaultRole);
        details.ifPresent(config::changeShowsDetails);
        exchange.reply(json());
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
        json.putAll(config.fixed());
        return json;
    }

    private boolean isSignUpOpen() {
        return config.letsIn(accounts.isEmpty());
    }
}
