package org.corral.access;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The header field {@code Authorization: Basic} (RFC 7617, 2), for programs that know an address and nothing else. */
final class BasicField {
    private static final String SCHEME = "basic ";

    private BasicField() {}

    /** The password and the name, in this order; empty for another scheme, and for what is malformed. */
    static List<String> parts(String value) {
        if (!value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return List.of();
        }
        try {
            byte[] bytes =
                    Base64.getDecoder().decode(value.substring(SCHEME.length()).strip());
            String pair = new String(bytes, StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? List.of() : List.of(pair.substring(colon + 1), pair.substring(0, colon));
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    /** The password or the name, whichever has the form of one of Corral's credentials. */
    static Optional<String> key(String value) {
        return parts(value).stream().filter(CredentialForm::isOurs).findFirst();
    }
}
