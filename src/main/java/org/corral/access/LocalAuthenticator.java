package org.corral.access;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.URI;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.corral.http.RefusedException;
import org.corral.settings.HostAndPort;
import org.corral.settings.IpLiteral;

/** While corral.auth is off, lets everybody on this machine pass as its admin, without a credential, and nobody else. */
final class LocalAuthenticator implements Authenticator {
    /** Header fields that proxies add. Through a proxy on this machine all requests seem to come from this machine. */
    private static final Set<String> OF_PROXIES = Set.of(
            "forwarded",
            "forwarded-for",
            "via",
            "x-real-ip",
            "x-client-ip",
            "client-ip",
            "x-cluster-client-ip",
            "x-original-forwarded-for",
            "x-original-host",
            "x-envoy-external-address",
            "x-azure-clientip",
            "cf-connecting-ip",
            "cf-ray",
            "cdn-loop",
            "fastly-client-ip",
            "fly-client-ip",
            "true-client-ip");

    private static final String FORWARDED = "x-forwarded";

    private final LocalAdmin admin;
    private final SocketPeers peers;
    private final AccountDirectory accounts;
    private final Optional<URI> publicUrl;
    private final SameOrigin sameOrigin;

    LocalAuthenticator(
            LocalAdmin admin,
            SocketPeers peers,
            AccountDirectory accounts,
            Optional<URI> publicUrl,
            SameOrigin sameOrigin) {
        this.admin = admin;
        this.peers = peers;
        this.accounts = accounts;
        this.publicUrl = publicUrl;
        this.sameOrigin = sameOrigin;
    }

    @Override
    public HttpServletRequest pass(String path, AccessRule rule, HttpServletRequest request) throws RefusedException {
        InetAddress peer = peers.of(request).orElseThrow(AccessRefusals::peerUnknown);
        if (!peer.isLoopbackAddress() || !isFromHere(request) || !namesThisMachine(request)) {
            throw AccessRefusals.notFromHere();
        }
        if (SameOrigin.comesFromAPage(request)
                && !sameOrigin.permits(request)
                && !sameOrigin.isOfNamedScheme(request)) {
            throw AccessRefusals.foreignOrigin();
        }
        Proof proof = new Proof.Local(admin.accountId());
        Caller caller = Caller.of(accounts.find(proof).orElseThrow(AccessRefusals::notFromHere), proof);
        return new AuthenticatedRequest(request, caller, caller::isInRole);
    }

    private static boolean isFromHere(HttpServletRequest request) {
        return isLoopback(request.getRemoteAddr())
                && Collections.list(request.getHeaderNames()).stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .noneMatch(name -> name.startsWith(FORWARDED) || OF_PROXIES.contains(name));
    }

    /** Another site can make its own name resolve to 127.0.0.1, and its pages would then have the same origin. */
    private boolean namesThisMachine(HttpServletRequest request) {
        String host = request.getServerName().replaceAll("[\\[\\]]", "");
        return host.equalsIgnoreCase("localhost")
                || isLoopback(host)
                || publicUrl
                        .flatMap(HostAndPort::of)
                        .filter(known -> host.equalsIgnoreCase(known.host()))
                        .isPresent();
    }

    private static boolean isLoopback(String address) {
        return IpLiteral.parse(address).filter(InetAddress::isLoopbackAddress).isPresent();
    }
}
