package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.util.List;
import java.util.Optional;
import org.corral.http.RefusedException;
import org.corral.it.Secrets;
import org.corral.settings.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefaultsCheckTest {
    private final DefaultsCheck check = new DefaultsCheck(TestAccounts.hashing(1024));

    private static ImportedPerson person(Role role, String hash) {
        return ImportedPerson.of(
                new NewAccount(
                        EmailAddress.parse("ada@example.org").orElseThrow(),
                        "Ada",
                        "/user.png",
                        Optional.of(hash),
                        Optional.of(role),
                        false,
                        Optional.empty()),
                List.of());
    }

    private static String hash(int cost, String password) {
        return BCrypt.with(BCrypt.Version.VERSION_2B).hashToString(cost, password.toCharArray());
    }

    private static Optional<String> password(ImportedPerson person) {
        return person.account().flatMap(NewAccount::passwordHash);
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "password", "changeme"})
    void adminsPasswordThatEverybodyKnowsIsLeftBehind(String known) throws RefusedException {
        ImportedPerson checked = check.checked(person(Role.ADMIN, hash(4, known)));

        assertThat(checked.account()).isPresent();
        assertThat(password(checked)).isEmpty();
        assertThat(checked.notes()).singleElement().asString().contains("everybody knows", "/update");
    }

    @Test
    void otherPasswordOfAnAdminComesAlong() throws RefusedException {
        assertThat(password(check.checked(person(Role.ADMIN, hash(4, Secrets.fresh())))))
                .isPresent();
    }

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"USER", "PENDING"})
    void othersAreNotLookedAt(Role role) throws RefusedException {
        assertThat(password(check.checked(person(role, hash(4, "admin"))))).isPresent();
    }

    @Test
    void whatCostsTooMuchToLookAtComesWithoutAPassword() throws RefusedException {
        DefaultsCheck almostSpent = new DefaultsCheck(
                TestAccounts.hashing(1024), (KnownDefaults.all().size() << 4) - 1);

        ImportedPerson checked = almostSpent.checked(person(Role.ADMIN, hash(4, Secrets.fresh())));

        assertThat(password(checked)).isEmpty();
        assertThat(checked.notes()).singleElement().asString().contains("too many admins");
    }
}
