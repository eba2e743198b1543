package org.corral.issuer;

import java.security.Principal;
import java.util.Map;
import java.util.Set;

/**
 * The sender of a request, according to the token.
 *
 * @param subject the claim {@code sub}, which always stands for the same person; addresses and names may change
 * @param claims all claims of the token; not to be changed
 */
public record TokenHolder(String subject, Set<String> roles, Map<String, Object> claims) implements Principal {
    public TokenHolder {
        roles = Set.copyOf(roles);
    }

    @Override
    public String getName() {
        return subject;
    }

    /** Without the claims, since principals are printed. */
    @Override
    public String toString() {
        return "TokenHolder[" + subject + "]";
    }
}
