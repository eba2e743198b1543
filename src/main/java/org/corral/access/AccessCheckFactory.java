package org.corral.access;

import java.net.URI;
import java.util.Optional;

/** Makes Corral's own {@link AccessCheck} out of the rules that stand in web.xml, which only the filter can read. */
public final class AccessCheckFactory {
    private final Authenticator authenticator;

    private AccessCheckFactory(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    /** Callers are known by their credentials. */
    public static AccessCheckFactory ofAccounts(
            AccountDirectory accounts, CredentialVerifier verifier, SameOrigin sameOrigin) {
        return new AccessCheckFactory(new AccountAuthenticator(verifier, accounts, sameOrigin));
    }

    /** Everybody on this machine is its admin, and nobody else gets in. */
    public static AccessCheckFactory ofThisMachine(
            LocalAdmin admin,
            SocketPeers peers,
            AccountDirectory accounts,
            Optional<URI> publicUrl,
            SameOrigin sameOrigin) {
        return new AccessCheckFactory(new LocalAuthenticator(admin, peers, accounts, publicUrl, sameOrigin));
    }

    AccessCheck with(AccessRules rules) {
        return new AccessCheck(rules, authenticator);
    }
}
