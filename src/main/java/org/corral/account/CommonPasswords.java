package org.corral.account;

import com.nulabinc.zxcvbn.StandardDictionaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The passwords that are tried first, of those that are long enough to be one here: about a thousand of zxcvbn's list. */
final class CommonPasswords {
    private static final Set<String> WORDS = load();

    private CommonPasswords() {}

    /** In upper or lower case, since attackers try both. */
    static boolean contain(String password) {
        return WORDS.contains(password.toLowerCase(Locale.ROOT));
    }

    private static Set<String> load() {
        try {
            return StandardDictionaries.PASSWORDS_LOADER.load().getFrequencies().stream()
                    .filter(word -> word.length() >= AccountRules.MIN_PASSWORD)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException("The list of common passwords can't be read", e);
        }
    }
}
