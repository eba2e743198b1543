package org.corral.settings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A route of Ollama that an operator opens: a new route, or a known route for another role.
 *
 * @param path the exact path below {@code /ollama}
 * @param role the lowest role that may use it
 */
public record OllamaRoute(String method, String path, Role role) {
    private static final String ACCEPTED = "such as POST /api/pull user, several separated by commas";
    private static final Pattern METHOD = Pattern.compile("GET|HEAD|POST|PUT|PATCH|DELETE");
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_][A-Za-z0-9_.-]*)+");
    /** Routes that act on the cloud account of the server's owner. */
    private static final Pattern NEVER = Pattern.compile("/api/(me|signout|status|user(/.*)?|experimental(/.*)?)");

    public OllamaRoute {
        if (!METHOD.matcher(method).matches() || !PATH.matcher(path).matches()) {
            throw new IllegalArgumentException("not a route");
        }
        if (isNever(path) || role == Role.PENDING) {
            throw new IllegalArgumentException("not a route that may be opened");
        }
    }

    private static boolean isNever(String path) {
        return NEVER.matcher(path.toLowerCase(Locale.ROOT)).matches();
    }

    static List<OllamaRoute> parse(String text) throws WrongValueException {
        List<OllamaRoute> routes = new ArrayList<>();
        for (String part : text.split("[,;\\n]", -1)) {
            if (!part.isBlank()) {
                routes.add(route(Arrays.asList(part.strip().split("\\s+", -1))));
            }
        }
        return List.copyOf(routes);
    }

    private static OllamaRoute route(List<String> words) throws WrongValueException {
        if (words.size() != 3
                || !METHOD.matcher(words.get(0)).matches()
                || !PATH.matcher(words.get(1)).matches()) {
            throw new WrongValueException("is not a method, a path and a role", ACCEPTED);
        }
        if (isNever(words.get(1))) {
            throw new WrongValueException("opens a route that acts on the account of the server's owner", ACCEPTED);
        }
        Optional<Role> role = Role.of(words.get(2)).filter(known -> known != Role.PENDING);
        return new OllamaRoute(
                words.get(0),
                words.get(1),
                role.orElseThrow(() -> new WrongValueException("names a role other than user and admin", ACCEPTED)));
    }
}
