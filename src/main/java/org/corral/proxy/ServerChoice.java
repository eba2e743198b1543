package org.corral.proxy;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;

/**
 * The caller's choice of servers, by {@code server=NAME} or {@code server=all} in the query.
 *
 * @param server the name that was given; empty if none was
 * @param query what is left of the query; empty if nothing is
 */
record ServerChoice(Optional<String> server, Optional<String> query) {
    private static final String CHOICE = "server=";
    private static final String ALL = "all";

    /** For requests that go where they may be answered best. */
    static ServerChoice unchosen(Optional<String> query) {
        return new ServerChoice(Optional.empty(), query);
    }

    /** @throws RefusedException where the name is not escaped as it should be */
    static ServerChoice chosen(Optional<String> query) throws RefusedException {
        if (query.filter(text -> text.contains(CHOICE)).isEmpty()) {
            return unchosen(query);
        }
        List<String> rest = new ArrayList<>();
        Optional<String> server = Optional.empty();
        for (String part : query.get().split("&", -1)) {
            if (part.startsWith(CHOICE)) {
                server = Optional.of(name(part.substring(CHOICE.length())));
            } else {
                rest.add(part);
            }
        }
        return new ServerChoice(server, rest.isEmpty() ? Optional.empty() : Optional.of(String.join("&", rest)));
    }

    private static String name(String escaped) throws RefusedException {
        try {
            return URLDecoder.decode(escaped, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(Refusal.badRequest("The name of the server in the query is not escaped right."));
        }
    }

    boolean isAll() {
        return server.filter(ALL::equals).isPresent();
    }
}
