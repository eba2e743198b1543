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
 * Finds the address of the client: the peer of the connection or, if that is a trusted proxy, the last address before the
 * trusted proxies that they have noted. Also finds the scheme with which the client called the first of them. Text that the
 * client itself wrote into those fields stands further left and is ignored.
 */
public final class ClientAddress {
    /** The next pair of {@code Forwarded}, after the end of the pair before it (RFC 7239, 4). */
    private static final Pattern PAIR =
            Pattern.compile("\\G\\s*([^=;\"\\s]+)\\s*=\\s*(?:\"([^\"]*)\"|([^;\"\\s]*))\\s*(?:;|$)");

    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final Pattern WITH_PORT = Pattern.compile("\\[([^]]*)](?::[0-9]+)?|([0-9.]+):[0-9]+");

    private static final int IPV6_BYTES = 8;

    private final List<Network> trustedProxies;

    public ClientAddress(List<Network> trustedProxies) {
        this.trustedProxies = List.copyOf(trustedProxies);
    }

    /** Empty where the server can't tell the peer, behind a Unix socket for instance. */
    public Optional<InetAddress> of(HttpServletRequest request) {
        Optional<InetAddress> peer =
                Optional.ofNullable(request.getRemoteAddr()).flatMap(IpLiteral::parse);
        return peer.map(address -> isTrusted(address) ? noted(request, address) : address);
    }

    /**
     * The place of a client, for counting: its address or, with IPv6, the network that one household or one rented
     * machine gets (RFC 6177), within which addresses change by themselves.
     *
     * @param client empty if the address is unknown; all unknown addresses are one place
     */
    public static String place(Optional<InetAddress> client) {
        return client.map(ClientAddress::place).orElse("unknown");
    }

    private static String place(InetAddress client) {
        byte[] bytes = client.getAddress();
        return Base64.getEncoder()
                .encodeToString(client instanceof Inet6Address ? Arrays.copyOf(bytes, IPV6_BYTES) : bytes);
    }

    /** Whether the peer of the connection is a trusted proxy. */
    public boolean trustsPeer(HttpServletRequest request) {
        return !trustedProxies.isEmpty()
                && Optional.ofNullable(request.getRemoteAddr())
                        .flatMap(IpLiteral::parse)
                        .filter(this::isTrusted)
                        .isPresent();
    }

    /**
     * The scheme with which the client called the first trusted proxy, {@code http} or {@code https}; empty if no proxy has
     * noted it, or if they contradict each other.
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

    /** Each trusted proxy adds a value, or leaves the field as the proxy before it wrote it. */
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
        // A proxy writes one of the two fields, and may pass on the other as the client wrote it: nobody knows which.
        return byUsual.equals(byStandard) ? byUsual : peer;
    }

    /** The address that a walk through the noted addresses has reached, and after how many steps. */
    private record Walk(InetAddress reached, int steps) {}

    /** Walks from the right, since each proxy adds its own peer at the end, until an address that is not trusted. */
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

    /** The elements of all fields of this name, joined to one list (RFC 9110, 5.3). */
    private static List<String> values(HttpServletRequest request, String field) {
        List<String> values = new ArrayList<>();
        for (String line : Collections.list(request.getHeaders(field))) {
            for (String value : line.split(",", -1)) {
                values.add(value.strip());
            }
        }
        return values;
    }

    /** Empty text if the element has no scheme. */
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

    /** Parses an address with or without a port; empty for {@code unknown} and obfuscated names (RFC 7239, 6). */
    private static Optional<InetAddress> node(String text) {
        Matcher withPort = WITH_PORT.matcher(text);
        if (!withPort.matches()) {
            return IpLiteral.parse(text);
        }
        return IpLiteral.parse(withPort.group(1) == null ? withPort.group(2) : withPort.group(1));
    }
}
