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

/** Makes accounts: people sign up for themselves, and admins make accounts for others. */
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
        Request request = Request.read(call.fields());
        if (Caller.of(call.request()).filter(Caller::isLocal).isPresent()) {
            // The owner of the account could not sign in, and Corral would refuse to start again with corral.auth off.
            throw AccountRefusals.signUpClosed();
        }
        SignupPolicy policy = config.signUp();
        if (!config.letsIn(accounts.isEmpty())) {
            throw AccountRefusals.signUpClosed();
        }
        NewAccount wanted = request.checked(accounts, hashing);
        // Two people may get this far at once; the database decides which of them is the first.
        Account account = accounts.create(policy == SignupPolicy.FIRST ? wanted.onlyIfFirst() : wanted);
        sessions.open(account, call);
    }

    void add(ApiCall call) throws RefusedException, IOException {
        Request request = Request.read(call.fields());
        Role role = AccountRules.role(request.role().isEmpty() ? Role.PENDING.text() : request.role());
        Account account = accounts.create(request.checked(accounts, hashing).as(role));
        sessions.openWithoutCookie(account, call);
    }

    /** The values of the account as they were sent, not yet checked. */
    private record Request(String name, String email, String password, String image, String role) {
        static Request read(JsonFields fields) throws RefusedException {
            Request request = new Request(
                    fields.text("name"),
                    EmailAddress.typed(fields.text("email")),
                    fields.text("password"),
                    fields.optionalText("profile_image_url").orElse(""),
                    fields.optionalText("role").orElse(""));
            // Scripts for Open WebUI send further fields.
            fields.ignoring(name -> true).finish();
            return request;
        }

        /** Makes the hash last, since it is expensive. */
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
            return "Request[***]";
        }
    }
}
