package org.corral.access;

import java.net.URI;
import java.util.Optional;
import java.util.function.Function;

/** Makes Corral's own {@link Authenticator} out of the rules that stand in web.xml, which only the filter can read. */
public final class AuthenticatorFactory {
    private final Function<AccessRules, Authenticator> factory;

    private AuthenticatorFactory(Function<AccessRules, Authenticator> factory) {
        this.factory = factory;
    }

    /** Callers are known by their credentials. */
    public static AuthenticatorFactory ofAccounts(
            AccountDirectory accounts, CredentialVerifier verifier, SameOrigin sameOrigin) {
        return new AuthenticatorFactory(rules -> new AccountAuthenticator(rules, verifier, accounts, sameOrigin));
    }

    /** Everybody on this machine is its admin, and nobody else gets in. */
    public static AuthenticatorFactory ofThisMachine(
            LocalAdmin admin,
            SocketPeers peers,
            AccountDirectory accounts,
            Optional<URI> publicUrl,
            SameOrigin sameOrigin) {
        return new AuthenticatorFactory(
                rules -> new LocalAuthenticator(rules, admin, peers, accounts, publicUrl, sameOrigin));
    }

    Authenticator with(AccessRules rules) {
        return factory.apply(rules);
    }
}
