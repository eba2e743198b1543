package org.corral.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.corral.settings.IpLiteral;
import org.corral.settings.Network;

/**
 * Where a request comes from: the peer of the connection or, if that is a proxy of ours, the last address before ours
 * that the proxies noted, and the scheme that the first of ours was asked with. What the client itself wrote into those
 * fields stands further left and is not looked at.
 */
public final class ClientAddress {
    /** One of the pairs of {@code Forwarded}, at the end of the one before it (RFC 7239, 4). */
    private static final Pattern PAIR =
            Pattern.compile("\\G\\s*([^=;\"\\s]+)\\s*=\\s*(?:\"([^\"]*)\"|([^;\"\\s]*))\\s*(?:;|$)");

    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final Pattern WITH_PORT = Pattern.compile("\\[([^]]*)](?::[0-9]+)?|([0-9.]+):[0-9]+");

    private static final int IPV6_BYTES = 8;

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

    /**
     * What is counted as one place: an address or, of IPv6, what one household or one rented machine gets (RFC 6177), within
     * which it changes by itself.
     *
     * @param client empty if that is not known: all of those are at one place
     */
    public static String place(Optional<InetAddress> client) {
        return client.map(ClientAddress::place).orElse("unknown");
    }

    private static String place(InetAddress client) {
        byte[] bytes = client.getAddress();
        return Base64.getEncoder()
                .encodeToString(client instanceof Inet6Address ? Arrays.copyOf(bytes, IPV6_BYTES) : bytes);
    }

    /** Whether what the peer of the connection says of others may be believed. */
    public boolean trustsPeer(HttpServletRequest request) {
        return !trustedProxies.isEmpty()
                && Optional.ofNullable(request.getRemoteAddr())
                        .flatMap(IpLiteral::parse)
                        .filter(this::isTrusted)
                        .isPresent();
    }

    /**
     * {@code http} or {@code https}, as the caller asked the first of our proxies; empty where none of them has noted it, or
     * they contradict each other.
     */
    Optional<String> scheme(HttpServletRequest request) {
        Optional<InetAddress> peer = Optional.ofNullable(request.getRemoteAddr())
                .flatMap(IpLiteral::parse)
                .filter(this::isTrusted);
        if (peer.isEmpty()) {
            return Optional.empty();
        }
        List<String> addresses = values(request, "X-Forwarded-For");
        List<String> standard = values(request, "Forwarded");
        Optional<String> byUsual = notedAt(
                values(request, "X-Forwarded-Proto"), walk(addresses, ClientAddress::node, peer.get()), value -> value);
        Optional<String> byStandard = notedAt(
                standard, walk(standard, ClientAddress::forwardedFor, peer.get()), ClientAddress::forwardedProto);
        if (byUsual.isPresent() && byStandard.isPresent() && !byUsual.equals(byStandard)) {
            return Optional.empty();
        }
        return byUsual.or(() -> byStandard);
    }

    /** Each of our proxies has added one, or leaves alone what the one before it wrote. */
    private static Optional<String> notedAt(List<String> values, Walk walk, UnaryOperator<String> reading) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        String value = values.get(Math.max(0, values.size() - Math.max(1, walk.steps())));
        return Optional.of(reading.apply(value).toLowerCase(Locale.ROOT)).filter(SCHEMES::contains);
    }

    private InetAddress noted(HttpServletRequest request, InetAddress peer) {
        List<String> usual = values(request, "X-Forwarded-For");
        List<String> standard = values(request, "Forwarded");
        InetAddress byUsual = walk(usual, ClientAddress::node, peer).reached();
        InetAddress byStandard =
                walk(standard, ClientAddress::forwardedFor, peer).reached();
        if (usual.isEmpty() || standard.isEmpty()) {
            return standard.isEmpty() ? byUsual : byStandard;
        }
        // A proxy writes one of the two and passes the other on as the client wrote it: which, nobody knows here.
        return byUsual.equals(byStandard) ? byUsual : peer;
    }

    /** How far back ours have noted where a request came from, and where that is. */
    private record Walk(InetAddress reached, int steps) {}

    /** From the right, since each proxy adds its own peer at the end; up to the first that nobody of ours noted. */
    private Walk walk(List<String> values, Function<String, Optional<InetAddress>> reading, InetAddress peer) {
        InetAddress known = peer;
        int steps = 0;
        while (steps < values.size() && isTrusted(known)) {
            Optional<InetAddress> next = reading.apply(values.get(values.size() - 1 - steps));
            if (next.isEmpty()) {
                return new Walk(known, steps);
            }
            known = next.get();
            steps++;
        }
        return new Walk(known, steps);
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

    /** Empty text where it is not said. */
    private static String forwardedProto(String element) {
        return pair(element, "proto").orElse("");
    }

    /** {@code for=192.0.2.60;proto=http}, {@code for="[2001:db8::1]:4711"} (RFC 7239, 4). */
    private static Optional<InetAddress> forwardedFor(String element) {
        return pair(element, "for").flatMap(ClientAddress::node);
    }

    private static Optional<String> pair(String element, String name) {
        Matcher pairs = PAIR.matcher(element);
        while (pairs.find()) {
            if (pairs.group(1).equalsIgnoreCase(name)) {
                return Optional.of(pairs.group(2) == null ? pairs.group(3) : pairs.group(2));
            }
        }
        return Optional.empty();
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
