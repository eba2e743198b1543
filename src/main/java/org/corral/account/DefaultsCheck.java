package org.corral.account;

import java.util.List;
import java.util.Optional;
import org.corral.http.RefusedException;
import org.corral.settings.Role;

/**
 * Removes the password of an imported admin if everybody knows it. One instance serves one import, on one thread. It makes
 * a bounded number of hashes, since a hash costs up to a second; admins beyond the bound are imported without a password.
 */
final class DefaultsCheck {
    /** The bound in rounds of bcrypt: 25 admins with hashes of cost 12, as in Open WebUI, which take half a minute. */
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
