package org.corral.proxy;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.corral.http.ClientAddress;
import org.corral.upstream.Field;

/**
 * The fields that tell Ollama the way of a request. Corral replaces those that the caller wrote, because a caller can write
 * anything, and keeps those of a trusted proxy, with the proxy's own address behind them. {@code X-Forwarded-Prefix} is for nobody: Ollama
 * would put it into redirects.
 */
final class ForwardedFields {
    private static final String FOR = "X-Forwarded-For";
    private static final String PROTO = "X-Forwarded-Proto";
    private static final String HOST = "X-Forwarded-Host";
    private static final String STANDARD = "Forwarded";

    private final ClientAddress clients;

    ForwardedFields(ClientAddress clients) {
        this.clients = clients;
    }

    List<Field> of(HttpServletRequest request) {
        List<Field> fields = new ArrayList<>();
        boolean trusted = clients.trustsPeer(request);
        String peer = Optional.ofNullable(request.getRemoteAddr()).orElse("unknown");
        List<String> told = trusted ? values(request, FOR) : List.of();
        fields.add(new Field(FOR, appended(told, peer)));
        fields.add(new Field(PROTO, first(request, PROTO, trusted).orElseGet(request::getScheme)));
        first(request, HOST, trusted)
                .or(() -> first(request, "Host", true))
                .ifPresent(host -> fields.add(new Field(HOST, host)));
        List<String> standard = trusted ? values(request, STANDARD) : List.of();
        if (!standard.isEmpty()) {
            fields.add(new Field(STANDARD, appended(standard, "for=" + node(peer))));
        }
        return fields;
    }

    private static String appended(List<String> told, String last) {
        List<String> all = new ArrayList<>(told);
        all.add(last);
        return String.join(", ", all);
    }

    /** RFC 7239, 6: an address of IPv6 in brackets and quotes. */
    private static String node(String address) {
        return address.indexOf(':') < 0 ? address : "\"[" + address + "]\"";
    }

    private static Optional<String> first(HttpServletRequest request, String name, boolean trusted) {
        return trusted ? values(request, name).stream().findFirst() : Optional.empty();
    }

    private static List<String> values(HttpServletRequest request, String name) {
        return Collections.list(request.getHeaders(name)).stream()
                .filter(value -> !value.isBlank())
                .toList();
    }
}
