package org.corral.account;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Verifies hashes that were imported from Open WebUI. A hash is verified once, and then replaced by one of Corral's. */
final class Bcrypt {
    /** A check of this cost takes about a second. A higher cost would slow down the sign-in of everybody. */
    static final int MAX_COST = 14;

    private static final Pattern FORM = Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-4])\\$[./A-Za-z0-9]{53}");

    /** Open WebUI hashes the first 72 bytes of a password. From the first sign-in on, Corral hashes the whole password. */
    private static final BCrypt.Verifyer VERIFIER =
            BCrypt.verifyer(null, LongPasswordStrategies.truncate(BCrypt.Version.VERSION_2B));

    private static final byte[] SALT = new byte[BCrypt.SALT_LENGTH];

    private Bcrypt() {}

    static boolean is(String stored) {
        return FORM.matcher(stored).matches();
    }

    /** The cost of a bcrypt hash; it takes 2 to the power of the cost rounds. */
    static int cost(String stored) {
        return Integer.parseInt(stored.substring(4, 6));
    }

    static boolean verify(char[] password, String stored) {
        return VERIFIER.verify(password, stored).verified;
    }

    /**
     * Returns the costs of the hashes that make a check of the first cost take as long as one of the second.
     *
     * @param done 0 where there was none
     */
    static IntStream missing(int done, int all) {
        if (done == 0 && all > 0) {
            return IntStream.of(all);
        }
        // 2^c + 2^c + 2^(c+1) + … + 2^(n-1) = 2^n
        return IntStream.range(done, all);
    }

    /** Spends the time of a check of this cost. */
    static void waste(int cost) {
        BCrypt.withDefaults().hash(cost, SALT, new byte[] {1});
    }
}
