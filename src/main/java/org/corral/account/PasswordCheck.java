package org.corral.account;

import java.util.Optional;

/**
 * What came out of a check.
 *
 * @param renewed a hash of the present strength that should replace a weaker one
 */
record PasswordCheck(boolean right, Optional<String> renewed) {
    static final PasswordCheck WRONG = new PasswordCheck(false, Optional.empty());
    static final PasswordCheck RIGHT = new PasswordCheck(true, Optional.empty());

    static PasswordCheck rightAndRenewed(String hash) {
        return new PasswordCheck(true, Optional.of(hash));
    }

    @Override
    public String toString() {
        return "PasswordCheck[" + right + "]";
    }
}
