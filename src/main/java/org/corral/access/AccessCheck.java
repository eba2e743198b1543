package org.corral.access;

import jakarta.servlet.http.HttpServletRequest;
import org.corral.http.RefusedException;

/** Applies the rules to a request, and has the caller found where they ask for one. */
final class AccessCheck implements AutoCloseable {
    private final AccessRules rules;
    private final Authenticator authenticator;

    AccessCheck(AccessRules rules, Authenticator authenticator) {
        this.rules = rules;
        this.authenticator = authenticator;
    }

    /** @return the request as the servlets are to see it, with its caller if they are known */
    HttpServletRequest pass(HttpServletRequest request) throws RefusedException {
        String path = CanonicalPath.of(request);
        AccessRule rule = rules.find(path).orElseThrow(AccessRefusals::noRule);
        return rule.unchecked() ? request : authenticator.pass(path, rule, request);
    }

    @Override
    public void close() {
        authenticator.close();
    }
}
