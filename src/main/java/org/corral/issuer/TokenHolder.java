package org.corral.issuer;

import java.security.Principal;
import java.util.Map;
import java.util.Set;

/**
 * Who sent the request, as the token says.
 *
 * @param subject the claim {@code sub}, which names one person for good; addresses and names may change hands
 * @param claims all of the token's; not to be changed
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
