package org.corral.account;

import java.util.Optional;

/**
 * The outcome of the check of a password.
 *
 * @param renewed a hash of the current strength that is to replace a weaker one; empty if there is no need
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
