package org.corral.account;

import java.util.List;
import java.util.Optional;
import org.corral.http.RefusedException;
import org.corral.settings.Role;

/**
 * Takes the password from imported admins who have one that everybody knows. One for each import, and not for several
 * threads: how much it hashes is bounded, since each hash costs up to a second; further admins come without a password.
 */
final class DefaultsCheck {
    /** In rounds of bcrypt: 25 admins with hashes of Open WebUI's cost, 12, which take half a minute. */
    private static final long MOST_ROUNDS = (25L * KnownDefaults.all().size()) << 12;

    private final PasswordHashing hashing;
    private long roundsLeft;

    DefaultsCheck(PasswordHashing hashing) {
        this(hashing, MOST_ROUNDS);
    }

    DefaultsCheck(PasswordHashing hashing, long mostRounds) {
        this.hashing = hashing;
        this.roundsLeft = mostRounds;
    }

    /** @throws RefusedException 503 if too many wait for a hash already */
    ImportedPerson checked(ImportedPerson person) throws RefusedException {
        Optional<String> hash = person.account()
                .filter(account -> account.role().equals(Optional.of(Role.ADMIN)))
                .flatMap(NewAccount::passwordHash);
        if (hash.isEmpty()) {
            return person;
        }
        List<String> words = KnownDefaults.all();
        roundsLeft -= (long) words.size() << Bcrypt.cost(hash.get());
        if (roundsLeft < 0) {
            return person.withoutPassword("there are too many admins in the file to look at the passwords of all");
        }
        for (String word : words) {
            if (hashing.matches(word, hash.get())) {
                return person.withoutPassword("everybody knows the password that this admin has there");
            }
        }
        return person;
    }
}
