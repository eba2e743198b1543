package org.corral.account;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import java.util.regex.Pattern;

/** The hashes that people bring along from Open WebUI. Each is verified once, and then replaced by one of our own. */
final class Bcrypt {
    /** About a second: a hash of the next cost would be a burden to everybody who signs in. */
    static final int MAX_COST = 14;

    private static final Pattern FORM = Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-4])\\$[./A-Za-z0-9]{53}");

    /** Open WebUI hashes the first 72 bytes of a password; what follows counts from the first sign-in here. */
    private static final BCrypt.Verifyer VERIFIER =
            BCrypt.verifyer(null, LongPasswordStrategies.truncate(BCrypt.Version.VERSION_2B));

    private static final byte[] SALT = new byte[BCrypt.SALT_LENGTH];

    private Bcrypt() {}

    static boolean is(String stored) {
        return FORM.matcher(stored).matches();
    }

    /** Of a hash that is one; 2 to the power of this many rounds. */
    static int cost(String stored) {
        return Integer.parseInt(stored.substring(4, 6));
    }

    static boolean verify(char[] password, String stored) {
        return VERIFIER.verify(password, stored).verified;
    }

    /**
     * Takes the time that is missing to a check of the second cost, after one of the first.
     *
     * @param done 0 where there was none
     */
    static void spend(int done, int all) {
        if (done == 0 && all > 0) {
            waste(all);
            return;
        }
        // 2^c + 2^c + 2^(c+1) + … + 2^(n-1) = 2^n
        for (int cost = done; cost < all; cost++) {
            waste(cost);
        }
    }

    private static void waste(int cost) {
        BCrypt.withDefaults().hash(cost, SALT, new byte[] {1});
    }
}
