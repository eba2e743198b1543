package org.corral.access;

import jakarta.servlet.FilterConfig;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.corral.issuer.IssuerSettings;

/** The init-params of the filter; every mistake is an {@link IllegalArgumentException} that names one of them. */
final class FilterParameters {
    private static final String ISSUER = "issuer";
    private static final String AUDIENCE = "audience";
    private static final String JWKS_URI = "jwksUri";
    private static final String ROLES = "roles";
    private static final String ROLE_CLAIM = "roleClaim";

    private final FilterConfig config;

    FilterParameters(FilterConfig config) {
        this.config = config;
    }

    /** Whether the filter is to accept the tokens of another issuer. */
    boolean nameAnIssuer() {
        return List.of(ISSUER, AUDIENCE, JWKS_URI).stream()
                .anyMatch(name -> find(name).isPresent());
    }

    IssuerSettings issuer() {
        return new IssuerSettings(
                require(ISSUER), require(AUDIENCE), uri(), find(ROLE_CLAIM).orElse("role"));
    }

    private URI uri() {
        try {
            return URI.create(require(JWKS_URI));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("init-param jwksUri: " + e.getMessage(), e);
        }
    }

    /** The rules, with roles of Corral only. */
    AccessRules ownRules() {
        return rules(AccessRules::parse);
    }

    /** The rules, with the roles of the issuer, which can have any name. */
    AccessRules rulesOfAnyRoles() {
        return rules(text -> AccessRules.parse(text, word -> true));
    }

    private AccessRules rules(Function<String, AccessRules> parser) {
        try {
            return parser.apply(find(ROLES).orElse(""));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("init-param roles: " + e.getMessage(), e);
        }
    }

    private String require(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("init-param " + name + ": is missing"));
    }

    private Optional<String> find(String name) {
        return Optional.ofNullable(config.getInitParameter(name))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }
}
