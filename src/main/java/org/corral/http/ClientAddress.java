package org.corral.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.corral.settings.IpLiteral;
import org.corral.settings.Network;

/**
 * Where a request comes from: the peer of the connection or, if that is a proxy of ours, the last address before ours
 * that the proxies noted. What the client itself wrote into those fields stands further left and is not looked at.
 */
public final class ClientAddress {
    private static final Pattern FOR = Pattern.compile("(?i)(?:^|;)\\s*for\\s*=\\s*(?:\"([^\"]*)\"|([^;\\s]*))");
    private static final Pattern WITH_PORT = Pattern.compile("\\[([^]]*)](?::[0-9]+)?|([0-9.]+):[0-9]+");

    private final List<Network> trustedProxies;

    public ClientAddress(List<Network> trustedProxies) {
        this.trustedProxies = List.copyOf(trustedProxies);
    }

    /** Empty where the server itself can't tell the peer, behind a Unix socket for instance. */
    public Optional<InetAddress> of(HttpServletRequest request) {
        Optional<InetAddress> peer =
                Optional.ofNullable(request.getRemoteAddr()).flatMap(IpLiteral::parse);
        return peer.map(address -> isTrusted(address) ? noted(request, address) : address);
    }

    /** Whether what the peer of the connection says of others may be believed. */
    public boolean trustsPeer(HttpServletRequest request) {
        return !trustedProxies.isEmpty()
                && Optional.ofNullable(request.getRemoteAddr())
                        .flatMap(IpLiteral::parse)
                        .filter(this::isTrusted)
                        .isPresent();
    }

    private InetAddress noted(HttpServletRequest request, InetAddress peer) {
        List<String> usual = values(request, "X-Forwarded-For");
        List<String> standard = values(request, "Forwarded");
        InetAddress byUsual = lastForeign(usual, ClientAddress::node, peer);
        InetAddress byStandard = lastForeign(standard, ClientAddress::forwardedFor, peer);
        if (usual.isEmpty() || standard.isEmpty()) {
            return standard.isEmpty() ? byUsual : byStandard;
        }
        // A proxy writes one of the two and passes the other on as the client wrote it: which, nobody knows here.
        return byUsual.equals(byStandard) ? byUsual : peer;
    }

    /** From the right, since each proxy adds its own peer at the end; up to the first that nobody of ours noted. */
    private InetAddress lastForeign(
            List<String> values, Function<String, Optional<InetAddress>> reading, InetAddress peer) {
        InetAddress known = peer;
        for (int i = values.size() - 1; i >= 0 && isTrusted(known); i--) {
            Optional<InetAddress> next = reading.apply(values.get(i));
            if (next.isEmpty()) {
                return known;
            }
            known = next.get();
        }
        return known;
    }

    private boolean isTrusted(InetAddress address) {
        return trustedProxies.stream().anyMatch(network -> network.contains(address));
    }

    /** The elements of all fields of this name, as if they were one (RFC 9110, 5.3). */
    private static List<String> values(HttpServletRequest request, String field) {
        List<String> values = new ArrayList<>();
        for (String line : Collections.list(request.getHeaders(field))) {
            for (String value : line.split(",", -1)) {
                values.add(value.strip());
            }
        }
        return values;
    }

    /** {@code for=192.0.2.60;proto=http}, {@code for="[2001:db8::1]:4711"} (RFC 7239, 4). */
    private static Optional<InetAddress> forwardedFor(String element) {
        Matcher found = FOR.matcher(element);
        if (!found.find()) {
            return Optional.empty();
        }
        return node(found.group(1) == null ? found.group(2) : found.group(1));
    }

    /** An address, with or without a port; {@code unknown} and obfuscated names are none (RFC 7239, 6). */
    private static Optional<InetAddress> node(String text) {
        Matcher withPort = WITH_PORT.matcher(text);
        if (!withPort.matches()) {
            return IpLiteral.parse(text);
        }
        return IpLiteral.parse(withPort.group(1) == null ? withPort.group(2) : withPort.group(1));
    }
}
