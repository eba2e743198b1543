package org.corral;

import jakarta.servlet.ServletContext;
import java.time.Clock;
import org.corral.access.AccessCheckFactory;
import org.corral.access.CredentialVerifier;
import org.corral.access.LocalAdmin;
import org.corral.access.OllamaSignatures;
import org.corral.access.SameOrigin;
import org.corral.access.SocketPeers;
import org.corral.account.LocalAccount;
import org.corral.container.SocketPeer;
import org.corral.http.ClientAddress;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.settings.AuthMode;
import org.corral.settings.IpLiteral;
import org.corral.settings.Settings;

/** Decides how the authentication filter recognises callers: by credentials, or as somebody on this machine. */
final class AccessAssembly {
    private AccessAssembly() {}

    static AccessCheckFactory checks(ServletContext context, Settings settings, AccountAssembly accounts, Clock clock)
            throws RefusedException {
        AuthMode auth = settings.signIn().auth();
        if (auth == AuthMode.ON) {
            LocalAccount.close(accounts.accounts());
            return byCredentials(settings, accounts, clock);
        }
        if (!SocketPeer.isTold(context)) {
            throw new RefusedException(Refusal.forbidden("corral.auth is off, but on this server nobody can tell who is"
                    + " on this machine. Set corral.auth to on, or use another server, such as Tomcat."));
        }
        LocalAdmin admin = LocalAccount.open(accounts.accounts(), auth);
        SocketPeers peers = request -> SocketPeer.of(request).flatMap(IpLiteral::parse);
        return AccessCheckFactory.ofThisMachine(
                admin, peers, accounts.directory(), settings.http().publicUrl(), SameOrigin.of(settings.http()));
    }

    static AccessCheckFactory byCredentials(Settings settings, AccountAssembly accounts, Clock clock) {
        ClientAddress clients = new ClientAddress(settings.signIn().trustedProxies());
        OllamaSignatures signatures = new OllamaSignatures(accounts.ollamaKeys(), clients, clock);
        return AccessCheckFactory.ofAccounts(
                accounts.directory(),
                new CredentialVerifier(accounts.verifier(), accounts.apiKeys(), signatures),
                SameOrigin.of(settings.http()));
    }
}
