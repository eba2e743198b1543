package org.corral.it;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Passwords and other secrets of the tests, new in each run; all have a mark that no log and no answer may show. */
public final class Secrets {
    /** Part of every secret that the tests make. */
    public static final String MARK = "Never-in-a-log";

    private Secrets() {}

    /** One more. It is long enough, and nobody's yet. */
    public static String fresh() {
        return MARK + "-" + random();
    }

    private static String random() {
        byte[] bytes = new byte[8];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
