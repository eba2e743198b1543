package org.corral.settings;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads the list of servers: URLs, each perhaps with options after a {@code #}, as in
 * {@code http://gpu1:11434#name=big/weight=2/parallel=4}.
 */
final class OllamaServers {
    private static final String WISHES = "#name=big/weight=2/parallel=4 behind the URL, each of them if need be";
    private static final Set<String> KNOWN = Set.of("name", "weight", "parallel");

    private OllamaServers() {}

    /** The servers in the order of the list, each once. */
    static List<OllamaServer> parse(String text) throws WrongValueException {
        List<OllamaServer> servers = new ArrayList<>();
        List<String> parts = Arrays.stream(text.split("[,;\\s]+", -1))
                .filter(part -> !part.isEmpty())
                .toList();
        if (parts.isEmpty()) {
            throw new WrongValueException("names no server", HttpUrls.OLLAMA);
        }
        for (String part : parts) {
            OllamaServer server = server(part);
            if (servers.stream().noneMatch(other -> other.url().equals(server.url()))) {
                servers.add(server);
            }
        }
        if (servers.stream().map(OllamaServer::name).distinct().count() < servers.size()) {
            throw new WrongValueException("gives two servers one name", WISHES);
        }
        return List.copyOf(servers);
    }

    private static OllamaServer server(String part) throws WrongValueException {
        String[] halves = part.split("#", 2);
        OllamaServer plain = OllamaServer.of(HttpUrls.parseOllamaUrl(halves[0]));
        if (halves.length == 1) {
            return plain;
        }
        Map<String, String> wishes = wishes(halves[1]);
        String name = wishes.getOrDefault("name", plain.name());
        if (!OllamaServer.isName(name)) {
            throw new WrongValueException(
                    "gives a server a name with other characters than letters and digits", WISHES);
        }
        OptionalInt parallel = wishes.containsKey("parallel")
                ? OptionalInt.of(number(wishes, "parallel", OllamaServer.PARALLEL))
                : OptionalInt.empty();
        int weight = wishes.containsKey("weight") ? number(wishes, "weight", OllamaServer.WEIGHT) : plain.weight();
        return new OllamaServer(plain.url(), name, weight, parallel);
    }

    private static Map<String, String> wishes(String text) throws WrongValueException {
        Map<String, String> wishes = new HashMap<>();
        for (String wish : text.split("/", -1)) {
            String[] pair = wish.split("=", 2);
            if (pair.length < 2 || !KNOWN.contains(pair[0]) || wishes.put(pair[0], pair[1]) != null) {
                throw new WrongValueException("has something behind # that is not understood", WISHES);
            }
        }
        return wishes;
    }

    private static int number(Map<String, String> wishes, String name, Range<Integer> range)
            throws WrongValueException {
        String text = wishes.getOrDefault(name, "");
        if (!text.matches("[0-9]{1,6}") || !range.holds(Integer.parseInt(text))) {
            throw new WrongValueException("has a " + name + " that is not within " + range, WISHES);
        }
        return Integer.parseInt(text);
    }

    static List<URI> urls(List<OllamaServer> servers) {
        return servers.stream().map(OllamaServer::url).toList();
    }
}
