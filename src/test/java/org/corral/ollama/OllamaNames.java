package org.corral.ollama;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which model Ollama takes for a name, by any of its routes, in any of the versions that the facts are of: a small model of how
 * they take names apart, which shares nothing with the reader under test.
 */
final class OllamaNames {
    private static final String SCHEME = "://";
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.:-]{0,349}");
    private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,79}");
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,79}");
    /** Those that Go takes for blanks. */
    private static final String BLANKS =
            "\t\n\u000b\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
                    + "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000";

    private OllamaNames() {}

    /** As {@code host/namespace/model:tag} in lower case; empty if no route finds a model by that name. */
    static Set<String> models(String raw) {
        Set<String> found = new LinkedHashSet<>();
        String text = trimmed(raw);
        for (String each : List.of(raw, text)) {
            fromTheRight(each, found);
            fromTheLeft(each, found);
        }
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            return found;
        }
        String suffix = trimmed(text.substring(colon + 1)).toLowerCase(Locale.ROOT);
        String base = text.substring(0, colon);
        if (suffix.equals("local") || suffix.equals("cloud")) {
            // Some routes run the model of the name that is left, others one whose tag says that it is in the cloud.
            boolean cloud = suffix.equals("cloud");
            boolean tagged = base.lastIndexOf(':') > base.lastIndexOf('/');
            fromTheRight(cloud ? base + (tagged ? "-cloud" : ":cloud") : base, found);
        }
        return found;
    }

    static String trimmed(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && BLANKS.indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        while (end > start && BLANKS.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(start, end);
    }

    /** As newer versions do: tag, model, namespace, and the host from what is left. */
    private static void fromTheRight(String text, Set<String> found) {
        String rest = text;
        String tag = "latest";
        int colon = rest.lastIndexOf(':');
        if (colon > rest.lastIndexOf('/')) {
            tag = rest.substring(colon + 1);
            rest = rest.substring(0, colon);
        }
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < 2 && rest.contains("/"); i++) {
            int slash = rest.lastIndexOf('/');
            parts.add(rest.substring(slash + 1));
            rest = rest.substring(0, slash);
            if (rest.isEmpty()) {
                return;
            }
        }
        if (parts.size() < 2) {
            parts.add(rest);
            add(DEFAULT_HOST, parts.size() < 2 ? "library" : parts.get(1), parts.get(0), tag, found);
            return;
        }
        int scheme = rest.indexOf(SCHEME);
        String host = scheme < 0 ? rest : rest.substring(scheme + SCHEME.length());
        add(host.isEmpty() ? DEFAULT_HOST : host, parts.get(1), parts.get(0), tag, found);
    }

    private static final String DEFAULT_HOST = "registry.ollama.ai";

    /** As older versions did: the scheme goes first, and the tag begins at the model's first colon. */
    private static void fromTheLeft(String text, Set<String> found) {
        int scheme = text.indexOf(SCHEME);
        String[] parts =
                text.substring(scheme < 0 ? 0 : scheme + SCHEME.length()).split("/", -1);
        if (parts.length > 3) {
            return;
        }
        String[] model = parts[parts.length - 1].split(":", 2);
        String namespace = parts.length < 2 ? "library" : parts[parts.length - 2];
        add(
                parts.length < 3 ? DEFAULT_HOST : parts[0],
                namespace,
                model[0],
                model.length < 2 ? "latest" : model[1],
                found);
    }

    private static void add(String host, String namespace, String model, String tag, Set<String> found) {
        boolean valid = HOST.matcher(host).matches()
                && NAMESPACE.matcher(namespace).matches()
                && PART.matcher(model).matches()
                && PART.matcher(tag).matches();
        if (valid) {
            found.add((host + "/" + namespace + "/" + model + ":" + tag).toLowerCase(Locale.ROOT));
        }
    }
}
