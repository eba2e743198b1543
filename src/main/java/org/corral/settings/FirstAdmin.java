package org.corral.settings;

import static org.corral.settings.Setting.ADMIN_EMAIL;
import static org.corral.settings.Setting.ADMIN_NAME;
import static org.corral.settings.Setting.ADMIN_PASSWORD;

import java.util.Optional;

/** The administrator whom Corral creates at start. The e-mail address is as it was written, in either case. */
public record FirstAdmin(String email, String name, Secret password) {

    public FirstAdmin {
        if (!isEmail(email)) {
            throw new IllegalArgumentException("email is not an e-mail address");
        }
        Texts.require("name", name);
    }

    static Optional<FirstAdmin> read(SettingReader in) {
        Optional<String> email = in.optional(ADMIN_EMAIL, FirstAdmin::parseEmail);
        Optional<Secret> password = in.secret(ADMIN_PASSWORD, 1);
        String name = in.text(ADMIN_NAME);
        in.needs(ADMIN_EMAIL, ADMIN_PASSWORD);
        in.needs(ADMIN_PASSWORD, ADMIN_EMAIL);
        return email.flatMap(address -> password.map(secret -> new FirstAdmin(address, name, secret)));
    }

    private static String parseEmail(String text) throws WrongValueException {
        if (!isEmail(text)) {
            throw new WrongValueException("is not an e-mail address", "such as ada@example.org");
        }
        return text;
    }

    // Refuses only addresses that are surely wrong; 254 is the longest address that fits into SMTP (RFC 5321 section
    // 4.5.3.1.3).
    private static boolean isEmail(String text) {
        return text.length() <= 254 && text.matches("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+");
    }
}
