package org.corral.account;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.corral.access.Caller;
import org.corral.http.JsonFields;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;

/** What people change in their own account, and whom they ask for more. */
final class OwnAccountHandler {
    /** What a profile of Open WebUI's has besides. */
    private static final Set<String> ELSEWHERE = Set.of("bio", "gender", "date_of_birth");

    private final Accounts accounts;
    private final PasswordHashing hashing;
    private final Sessions sessions;
    private final CurrentPassword present;
    private final AdminConfig config;

    OwnAccountHandler(
            Accounts accounts,
            PasswordHashing hashing,
            Sessions sessions,
            CurrentPassword present,
            AdminConfig config) {
        this.accounts = accounts;
        this.hashing = hashing;
        this.sessions = sessions;
        this.present = present;
        this.config = config;
    }

    void updatePassword(ApiCall call) throws RefusedException, IOException {
        Caller caller = call.caller();
        JsonFields fields = call.fields();
        String password = fields.text("password");
        String newPassword = fields.text("new_password");
        fields.finish();
        AccountRules.password(newPassword);
        present.require(accounts.require(caller.id()), password, call.request());
        String hash = hashing.hash(newPassword);
        Account changed = accounts.change(caller.id(), account -> account.changePassword(hash))
                .orElseThrow(AccountRefusals::noSuchAccount);
        sessions.renewCookie(changed, call);
        call.reply(true);
    }

    void updateProfile(ApiCall call) throws RefusedException, IOException {
        Caller caller = call.caller();
        JsonFields fields = call.fields();
        String givenName = fields.text("name");
        String givenImage = fields.text("profile_image_url");
        fields.ignoring(ELSEWHERE::contains).finish();
        String name = AccountRules.name(givenName);
        String image = AccountRules.image(givenImage);
        Account changed = accounts.change(caller.id(), account -> {
                    account.changeName(name);
                    account.changeProfileImageUrl(image);
                })
                .orElseThrow(AccountRefusals::noSuchAccount);
        call.reply(AccountJson.brief(changed));
    }

    /** Whom people who wait for approval may write to. */
    void adminDetails(ApiCall call) throws RefusedException, IOException {
        call.caller();
        if (!config.showsDetails()) {
            throw new RefusedException(Refusal.badRequest("The admins do not show here who they are."));
        }
        Optional<Account> admin = accounts.primaryAdmin();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("name", admin.map(Account::name).orElse(null));
        details.put("email", admin.map(Account::emailKey).orElse(null));
        call.reply(details);
    }
}
