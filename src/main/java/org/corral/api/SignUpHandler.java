package org.corral.api;

import java.io.IOException;
import org.corral.access.Caller;
import org.corral.account.Account;
import org.corral.account.AccountRefusals;
import org.corral.account.AccountRules;
import org.corral.account.Accounts;
import org.corral.account.AdminConfig;
import org.corral.account.EmailAddress;
import org.corral.account.NewAccount;
import org.corral.account.PasswordHashing;
import org.corral.http.JsonFields;
import org.corral.http.RefusedException;
import org.corral.settings.Role;
import org.corral.settings.SignupPolicy;

/** Makes accounts: for oneself by sign-up, and by an admin for others. */
public final class SignUpHandler {
    private final Accounts accounts;
    private final PasswordHashing hashing;
    private final SessionReplies sessions;
    private final AdminConfig config;

    public SignUpHandler(Accounts accounts, PasswordHashing hashing, SessionReplies sessions, AdminConfig config) {
        this.accounts = accounts;
        this.hashing = hashing;
        this.sessions = sessions;
        this.config = config;
    }

    void signUp(ApiCall call) throws RefusedException, IOException {
        Wish wish = Wish.read(call.fields());
        if (Caller.of(call.request()).filter(Caller::isLocal).isPresent()) {
            // Who has an account could not sign in, and Corral would not start again without sign-in.
            throw AccountRefusals.signUpClosed();
        }
        SignupPolicy policy = config.signUp();
        if (!config.letsIn(accounts.isEmpty())) {
            throw AccountRefusals.signUpClosed();
        }
        NewAccount given = wish.checked(accounts, hashing);
        // Two people may have come this far at once: in the database only one is the first.
        Account account = accounts.create(policy == SignupPolicy.FIRST ? given.onlyIfFirst() : given);
        sessions.open(account, call);
    }

    void add(ApiCall call) throws RefusedException, IOException {
        Wish wish = Wish.read(call.fields());
        Role role = AccountRules.role(wish.role().isEmpty() ? Role.PENDING.text() : wish.role());
        Account account = accounts.create(wish.checked(accounts, hashing).as(role));
        sessions.openWithoutCookie(account, call);
    }

    /** What was asked for, not yet checked. */
    private record Wish(String name, String email, String password, String image, String role) {
        static Wish read(JsonFields fields) throws RefusedException {
            Wish wish = new Wish(
                    fields.text("name"),
                    EmailAddress.typed(fields.text("email")),
                    fields.text("password"),
                    fields.optionalText("profile_image_url").orElse(""),
                    fields.optionalText("role").orElse(""));
            // Open WebUI takes more, and its scripts send it.
            fields.ignoring(name -> true).finish();
            return wish;
        }

        /** The hash comes last, since it is what costs. */
        NewAccount checked(Accounts accounts, PasswordHashing hashing) throws RefusedException {
            EmailAddress address = AccountRules.email(email);
            String checkedName = AccountRules.name(name);
            String checkedImage = AccountRules.image(image);
            String checkedPassword = AccountRules.password(password);
            if (accounts.byEmail(address).isPresent()) {
                throw AccountRefusals.emailTaken();
            }
            return new NewAccount(address, checkedName, checkedImage, hashing.hash(checkedPassword));
        }

        @Override
        public String toString() {
            return "Wish[***]";
        }
    }
}
