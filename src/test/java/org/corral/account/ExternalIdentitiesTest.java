package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.security.enterprise.CallerPrincipal;
import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.corral.Installation;
import org.corral.http.RefusedException;
import org.corral.it.Secrets;
import org.corral.settings.AuthMode;
import org.corral.settings.Role;
import org.corral.settings.SignupPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** People whom another identity store knows, through sign-in. */
@Tag("storage")
class ExternalIdentitiesTest {
    private static final String BOSS = "boss@corp.example";
    private static final String PASSWORD = Secrets.fresh();

    @TempDir
    Path folder;

    private final CredentialDirectory directory = new CredentialDirectory();
    private Installation corral;
    private JsonNode admin;

    @BeforeEach
    void open() throws Exception {
        corral = new Installation(folder, SignupPolicy.OPEN);
        corral.stores.add(directory);
        admin = signUp("ada@example.org");
    }

    @AfterEach
    void close() {
        corral.close();
    }

    /** As an LDAP directory that lets in without a password whoever gives none. */
    private static final class CredentialDirectory implements IdentityStore {
        private static final String RIGHT = "kept in the directory";

        private String store = "ldap";
        private String caller = BOSS;
        private String uniqueId = "";
        private Set<String> groups = Set.of();
        private int asked;

        private CredentialDirectory says(String... named) {
            groups = Set.of(named);
            return this;
        }

        @Override
        public CredentialValidationResult validate(Credential credential) {
            asked++;
            String password = ((UsernamePasswordCredential) credential).getPasswordAsString();
            return password.equals(RIGHT) || password.isEmpty()
                    ? new CredentialValidationResult(
                            store, new CallerPrincipal(caller), null, uniqueId.isEmpty() ? null : uniqueId, groups)
                    : CredentialValidationResult.INVALID_RESULT;
        }
    }

    private JsonNode signUp(String email) throws Exception {
        String person = "{\"name\":\"Ada\",\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, PASSWORD);
        return corral.auths("POST", "/signup", person).json();
    }

    private Account comes() throws RefusedException {
        return corral.signIn.signIn(directory.caller, CredentialDirectory.RIGHT);
    }

    private int refused(String password) {
        try {
            corral.signIn.signIn(BOSS, password);
        } catch (RefusedException e) {
            return e.refusal().status();
        }
        throw new AssertionError("signed in");
    }

    private int update(String id, String change) throws Exception {
        return corral.users(
                        "POST", "/" + id + "/update", change, admin.get("token").asString())
                .status();
    }

    @Test
    void emptyPasswordReachesNoStore() {
        assertThat(refused("")).isEqualTo(400);
        assertThat(directory.asked).isZero();
    }

    @Test
    void addressAloneGivesNobodyAnAccount() throws Exception {
        String squatter = signUp(BOSS).get("id").asString();

        assertThat(refused(CredentialDirectory.RIGHT)).isEqualTo(403);

        assertThat(corral.signIn.signIn(BOSS, PASSWORD).id()).isEqualTo(squatter);
    }

    @Test
    void adminGivesAnAccountToWhoComesNext() throws Exception {
        String id = signUp(BOSS).get("id").asString();

        assertThat(update(id, "{\"identity_store\":true}")).isEqualTo(200);
        assertThat(update(id, "{\"identity_store\":true}")).as("a second time").isEqualTo(200);

        assertThat(refused(PASSWORD)).as("the password is gone").isEqualTo(400);
        directory.uniqueId = "7";
        assertThat(comes().id()).isEqualTo(id);
        assertThat(comes().id()).isEqualTo(id);
        directory.store = "another";
        assertThat(refused(CredentialDirectory.RIGHT))
                .as("it is given away once")
                .isEqualTo(403);
    }

    @Test
    void adminGivesNoPasswordAndNoMachineAway() throws Exception {
        String bob = signUp("bob@example.org").get("id").asString();
        String local =
                LocalAccount.open(corral.accounts, AuthMode.OFF_WITH_ACCOUNTS).accountId();

        assertThat(update(bob, "{\"identity_store\":true,\"password\":\"" + Secrets.fresh() + "\"}"))
                .isEqualTo(400);
        assertThat(update(local, "{\"identity_store\":true}")).isEqualTo(403);
        assertThat(update(admin.get("id").asString(), "{\"identity_store\":true}"))
                .as("one's own needs the present password")
                .isEqualTo(400);
    }

    @Test
    void groupsGiveAndTakeTheRoleAtEverySignIn() throws Exception {
        directory.says("staff", "user");
        Account first = comes();
        assertThat(first.role()).isEqualTo(Role.USER);

        directory.says("admin", "user");
        assertThat(comes().role()).isEqualTo(Role.ADMIN);

        directory.says("user");
        Account lowered = comes();
        assertThat(lowered.role()).isEqualTo(Role.USER);
        assertThat(lowered.era()).as("sessions of the admin are over").isGreaterThan(first.era());

        directory.says("staff");
        assertThat(comes().role()).isEqualTo(Role.PENDING);
        assertThat(comes().id()).isEqualTo(first.id());
    }

    @Test
    void roleThatAnAdminGaveStaysWhereGroupsSayNothing() throws Exception {
        String id = comes().id();

        update(id, "{\"role\":\"user\"}");

        assertThat(comes().role()).isEqualTo(Role.USER);
    }

    @Test
    void onlyAdminStaysOneWhateverTheGroupsSay() throws Exception {
        directory.says("admin");
        String id = comes().id();
        corral.accounts.change(admin.get("id").asString(), account -> account.changeRole(Role.USER));

        directory.says("user");

        assertThat(comes().role()).isEqualTo(Role.ADMIN);
        corral.accounts.change(admin.get("id").asString(), account -> account.changeRole(Role.ADMIN));
        assertThat(comes().role()).isEqualTo(Role.USER);
        assertThat(corral.accounts.byId(id).map(Account::role)).contains(Role.USER);
    }

    @Test
    void firstAdminStaysOneWhateverTheGroupsSay() throws Exception {
        corral.accounts.delete(admin.get("id").asString());
        directory.says("admin");
        assertThat(comes().isPrimaryAdmin()).isTrue();
        signUp("bob@example.org");

        directory.says("user");

        assertThat(comes().role()).isEqualTo(Role.ADMIN);
    }

    @Test
    void idOfAStoreOutlastsItsNames() throws Exception {
        directory.uniqueId = "42";
        String id = comes().id();

        directory.caller = "chief@corp.example";
        assertThat(comes().id()).isEqualTo(id);

        directory.uniqueId = "";
        directory.caller = "42";
        assertThat(comes().id()).as("a name is no id").isNotEqualTo(id);
    }

    @Test
    void sameNameInAnotherStoreIsSomebodyElse() throws Exception {
        comes();

        directory.store = "another";

        assertThat(refused(CredentialDirectory.RIGHT)).isEqualTo(403);
    }

    @Test
    void machinesOwnAddressIsNobodysInAnyStore() {
        directory.caller = "Admin@LocalHost";

        assertThat(refused(CredentialDirectory.RIGHT)).isEqualTo(403);
        assertThat(corral.accounts.local()).isEmpty();
    }

    @Test
    void whoComesTwiceAtOnceGetsOneAccount() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<String>> coming = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Callable<String> one = () -> comes().id();
                coming.add(threads.submit(one));
            }
            Set<String> ids = new HashSet<>();
            for (Future<String> each : coming) {
                ids.add(each.get());
            }
            assertThat(ids).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }

    /** The last statement of the migration, on accounts as an earlier version had them. */
    @Test
    void whoHadAnAccountFromAStoreBeforeKeepsIt() throws Exception {
        NewAccount boss = new NewAccount(AccountRules.email(BOSS), "Boss", "/user.png", "").as(Role.USER);
        Account known = corral.accounts.create(boss.withoutPassword());
        corral.accounts.signedIn(known.id());
        NewAccount moved = new NewAccount(AccountRules.email("moved@corp.example"), "Moved", "/user.png", "");
        corral.accounts.create(moved.withoutPassword());
        String script = migration();

        corral.database.write(em ->
                em.createNativeQuery(script.substring(script.indexOf("INSERT"))).executeUpdate());

        assertThat(comes().id()).isEqualTo(known.id());
        assertThat(corral.accounts.byId(known.id()).map(Account::role)).contains(Role.USER);
        directory.store = "another";
        assertThat(refused(CredentialDirectory.RIGHT)).isEqualTo(403);
        directory.caller = "moved@corp.example";
        assertThat(refused(CredentialDirectory.RIGHT))
                .as("nobody had ever come")
                .isEqualTo(403);
    }

    private static String migration() throws IOException {
        try (InputStream script =
                ExternalIdentitiesTest.class.getResourceAsStream("/db/migration/V9__identities.sql")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8).replace(";", "");
        }
    }
}
