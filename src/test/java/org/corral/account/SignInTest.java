package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.CredentialValidationResult.Status;
import jakarta.security.enterprise.identitystore.IdentityStore;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.corral.Installation;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.it.Secrets;
import org.corral.settings.FirstAdmin;
import org.corral.settings.Role;
import org.corral.settings.Secret;
import org.corral.settings.SignupPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("storage")
class SignInTest {
    private static final String PASSWORD = Secrets.fresh();

    @TempDir
    Path folder;

    private Installation corral;

    @BeforeEach
    void open() throws Exception {
        corral = new Installation(folder, SignupPolicy.CLOSED);
        new FirstAdminCreation(corral.accounts, corral.hashing)
                .ensure(new FirstAdmin("Ada@example.org", "Ada", new Secret(PASSWORD)));
    }

    @AfterEach
    void close() {
        corral.close();
    }

    /** Another store of the server: accepts one password for everybody. */
    private record CredentialDirectory(String caller, Set<String> groups) implements IdentityStore {
        @Override
        public CredentialValidationResult validate(Credential credential) {
            return credential instanceof UsernamePasswordCredential given
                            && given.getPasswordAsString().equals("directory")
                    ? new CredentialValidationResult(caller, groups)
                    : CredentialValidationResult.INVALID_RESULT;
        }
    }

    private static Refusal refusal(RefusedException e) {
        return e.refusal();
    }

    @Test
    void theAdminOfTheSettingsIsMadeOnce() throws RefusedException {
        Account admin = corral.signIn.signIn("ada@EXAMPLE.org", PASSWORD);
        assertThat(admin.role()).isEqualTo(Role.ADMIN);
        assertThat(admin.isPrimaryAdmin()).isTrue();

        new FirstAdminCreation(corral.accounts, corral.hashing)
                .ensure(new FirstAdmin("ada@example.org", "Other", new Secret("another password")));

        assertThat(corral.signIn.signIn("ada@example.org", PASSWORD).name()).isEqualTo("Ada");
    }

    @Test
    void aTooShortPasswordInTheSettingsIsToldInWords() {
        FirstAdmin weak = new FirstAdmin("bob@example.org", "Bob", new Secret("short"));

        assertThatThrownBy(() -> new FirstAdminCreation(corral.accounts, corral.hashing).ensure(weak))
                .hasMessageContaining("10 to 128");
    }

    @Test
    void aWrongAddressAndAWrongPasswordGetTheSameAnswer() {
        RefusedException wrongPassword = refused("ada@example.org", Secrets.fresh());
        RefusedException wrongEmail = refused("eve@example.org", PASSWORD);
        RefusedException noEmail = refused("a b\u0000", PASSWORD);

        assertThat(refusal(wrongPassword)).isEqualTo(refusal(wrongEmail)).isEqualTo(refusal(noEmail));
        assertThat(refusal(wrongPassword).status()).isEqualTo(400);
    }

    /** So nobody learns by the time that it takes who has an account. */
    @Test
    void anUnknownAddressCostsAsManyRoundsAsAWrongPassword() {
        HashRounds rounds = new HashRounds();
        CorralIdentityStore own = new CorralIdentityStore();
        own.connect(corral.accounts, new PasswordHashing(rounds, 8192, 1, 1, () -> 0, Bcrypt::waste));
        corral.stores.set(0, own);

        refused("ada@example.org", "wrong");
        assertThat(rounds.taken()).isEqualTo(8192);
        refused("eve@example.org", "wrong");
        assertThat(rounds.taken()).isEqualTo(8192);
        refused("a b\u0000", "wrong");
        assertThat(rounds.taken()).isEqualTo(8192);
    }

    private RefusedException refused(String email, String password) {
        try {
            corral.signIn.signIn(email, password);
        } catch (RefusedException e) {
            return e;
        }
        throw new AssertionError("signed in");
    }

    @Test
    void signingInLeavesATrace() throws RefusedException {
        Account before = corral.signIn.signIn("ada@example.org", PASSWORD);
        assertThat(corral.accounts.byId(before.id()).flatMap(Account::lastActiveAt))
                .isPresent();
    }

    @Test
    void aWeakHashIsReplacedAtSignIn() throws RefusedException {
        PasswordHashing stronger = TestAccounts.hashing(4096);
        CorralIdentityStore own = new CorralIdentityStore();
        own.connect(corral.accounts, stronger);
        corral.stores.clear();
        corral.stores.add(own);

        Account account = corral.signIn.signIn("ada@example.org", PASSWORD);

        assertThat(account.passwordHash().orElseThrow()).startsWith("PBKDF2WithHmacSHA512:4096:");
        assertThat(corral.signIn.signIn("ada@example.org", PASSWORD).passwordHash())
                .isEqualTo(account.passwordHash());
    }

    @Test
    void whoAnotherStoreKnowsGetsAnAccountAtTheFirstSignIn() throws RefusedException {
        corral.stores.add(new CredentialDirectory("Bob@corp.example", Set.of("staff")));

        Account first = corral.signIn.signIn("bob", "directory");
        Account again = corral.signIn.signIn("bob", "directory");

        assertThat(first.email()).isEqualTo("Bob@corp.example");
        assertThat(first.role()).isEqualTo(Role.PENDING);
        assertThat(first.passwordHash()).isEmpty();
        assertThat(again.id()).isEqualTo(first.id());
    }

    @Test
    void anotherStoresGroupsGiveTheRole() throws RefusedException {
        corral.stores.add(new CredentialDirectory("bob", Set.of("staff", "user")));
        assertThat(corral.signIn.signIn("x", "directory").role()).isEqualTo(Role.USER);

        corral.stores.set(1, new CredentialDirectory("carol", Set.of("user", "admin")));
        assertThat(corral.signIn.signIn("x", "directory").role()).isEqualTo(Role.ADMIN);
    }

    @Test
    void whoHasNoPasswordHereCannotSignInWithOne() throws RefusedException {
        corral.stores.add(new CredentialDirectory("bob", Set.of()));
        corral.signIn.signIn("bob", "directory");

        assertThat(refusal(refused("bob", "")).status()).isEqualTo(400);
        assertThat(refusal(refused("bob", PASSWORD)).status()).isEqualTo(400);
    }

    @Test
    void aNameThatCannotBeKeptIsRefused() {
        corral.stores.add(new CredentialDirectory("x".repeat(300), Set.of()));

        assertThat(refusal(refused("bob", "directory")).status()).isEqualTo(400);
    }

    @Test
    void theStoreKnowsNobodyBeforeItIsConnected() {
        CredentialValidationResult result =
                new CorralIdentityStore().validate(new UsernamePasswordCredential("ada@example.org", PASSWORD));

        assertThat(result.getStatus()).isEqualTo(Status.NOT_VALIDATED);
    }

    @Test
    void theStoreTellsWhoAndInWhichRole() {
        CredentialValidationResult result =
                corral.stores.get(0).validate(new UsernamePasswordCredential("ADA@example.org", PASSWORD));

        assertThat(result.getStatus()).isEqualTo(Status.VALID);
        assertThat(result.getCallerPrincipal().getName()).isEqualTo("Ada@example.org");
        assertThat(result.getCallerGroups()).containsExactly("admin");
        assertThat(Optional.of(result.getCallerUniqueId()).flatMap(corral.accounts::byId))
                .isPresent();
    }
}
