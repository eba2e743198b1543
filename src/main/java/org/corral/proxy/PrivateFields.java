package org.corral.proxy;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which fields of a request may say who somebody is, or prove it: to this gate, to a proxy in front of it, or to a cloud around
 * that. None of them is for Ollama, which has no use for any, and writes into its log what it likes. There is no list of all
 * that proxies call such fields, so names are judged by the words in them; those that are known by a prefix only stand beside.
 */
final class PrivateFields {
    /** In any part of a name: {@code X-WEBAUTH-USER}, {@code X-AccessToken}, {@code OIDC_access_token}. */
    private static final List<String> ANYWHERE = List.of(
            "apikey",
            "assertion",
            "auth",
            "clientcert",
            "cookie",
            "credential",
            "email",
            "identity",
            "jwt",
            "oidc",
            "passw",
            "principal",
            "saml",
            "secret",
            "session",
            "token",
            "userid",
            "userinfo",
            "username");

    /** As a whole word of a name. */
    private static final Set<String> WORDS = Set.of(
            "account",
            "accounts",
            "addr",
            "address",
            "affiliation",
            "bearer",
            "cert",
            "certificate",
            "certs",
            "claim",
            "claims",
            "clientip",
            "consumer",
            "creds",
            "csrf",
            "dn",
            "dpop",
            "entitlement",
            "entitlements",
            "eppn",
            "group",
            "groups",
            "idp",
            "ip",
            "key",
            "keys",
            "login",
            "mail",
            "pwd",
            "role",
            "roles",
            "sid",
            "signature",
            "sso",
            "subject",
            "tenant",
            "ticket",
            "uid",
            "upn",
            "user",
            "users",
            "xsrf");

    /** Fields in which proxies, servers and clouds name the caller or the way of the request. */
    private static final List<String> PREFIXES = List.of(
            "cf-access-",
            "cf-connecting-",
            "fly-",
            "iv-",
            "mellon-",
            "proxy-",
            "remote-",
            "shib-",
            "sm-",
            "ssl-",
            "tailscale-",
            "teleport-",
            "wl-proxy-",
            "x-3scale-",
            "x-anonymous-",
            "x-arr-",
            "x-azure-",
            "x-client-",
            "x-envoy-",
            "x-forwarded-",
            "x-goog-iap-",
            "x-grafana-",
            "x-hasura-",
            "x-ms-client-",
            "x-mtls-",
            "x-original-",
            "x-parse-",
            "x-pomerium-",
            "x-remote-",
            "x-scope-",
            "x-ssl-",
            "x-tailscale-",
            "x-vercel-",
            "x-vouch-");

    /** Fields that contain such a word and mean something else. */
    private static final Set<String> HARMLESS =
            Set.of("user-agent", "x-user-agent", "idempotency-key", "x-idempotency-key");

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^a-z0-9]+");

    private PrivateFields() {}

    /** @param field a name in any case; with hyphens or, as some proxies write it, with underscores */
    static boolean has(String field) {
        String name = field.toLowerCase(Locale.ROOT).replace('_', '-');
        if (HARMLESS.contains(name)) {
            return false;
        }
        return PREFIXES.stream().anyMatch(name::startsWith)
                || ANYWHERE.stream().anyMatch(name::contains)
                || BETWEEN_WORDS.splitAsStream(name).anyMatch(WORDS::contains);
    }
}
