package org.corral.ollama;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A model as Ollama finds it, whatever the spelling: in lower case, with nothing left out. {@code SECRET},
 * {@code library/secret} and {@code https://registry.ollama.ai/library/secret:latest} are one name.
 *
 * @param tag ends in {@code cloud} for a model that another company runs
 */
public record ModelName(String host, String namespace, String model, String tag) {
    private static final String DEFAULT_HOST = "registry.ollama.ai";
    private static final String DEFAULT_NAMESPACE = "library";
    private static final String DEFAULT_TAG = "latest";
    private static final String CLOUD = "cloud";
    private static final String LOCAL = "local";

    private static final Pattern SCHEME = Pattern.compile("^[a-z][a-z0-9+.-]*://");
    private static final Pattern HOST = Pattern.compile("[a-z0-9_][a-z0-9_.:-]{0,349}");
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9_][a-z0-9_-]{0,79}");
    private static final Pattern PART = Pattern.compile("[a-z0-9_][a-z0-9_.-]{0,79}");

    public ModelName {
        boolean right = HOST.matcher(host).matches()
                && NAMESPACE.matcher(namespace).matches()
                && PART.matcher(model).matches()
                && PART.matcher(tag).matches();
        if (!right) {
            throw new IllegalArgumentException("not the name of a model");
        }
    }

    /** As a server lists it; empty if it is not the name of a model. */
    public static Optional<ModelName> of(String text) {
        if (!text.chars().allMatch(c -> c < 0x80)) {
            // Some letters become plain ones in lower case.
            return Optional.empty();
        }
        String name = text.toLowerCase(Locale.ROOT);
        String tag = DEFAULT_TAG;
        int colon = name.lastIndexOf(':');
        if (colon > name.lastIndexOf('/')) {
            tag = name.substring(colon + 1);
            name = name.substring(0, colon);
        }
        String[] parts = SCHEME.matcher(name).replaceFirst("").split("/", -1);
        if (parts.length > 3) {
            return Optional.empty();
        }
        String model = parts[parts.length - 1];
        String namespace = parts.length > 1 ? parts[parts.length - 2] : DEFAULT_NAMESPACE;
        String host = parts.length > 2 ? parts[0] : DEFAULT_HOST;
        try {
            return Optional.of(new ModelName(host, namespace, model, tag));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * All that a caller can mean by a name. Some of Ollama's routes take a last {@code :local} or {@code :cloud} for a word
     * on where the model runs and others for its tag, so whoever asks must have the right to all of them.
     *
     * @param text without blanks around it
     * @return the one that most routes understand first; nothing if no route understands it
     */
    public static Set<ModelName> readings(String text) {
        Set<ModelName> readings = new LinkedHashSet<>();
        int colon = text.lastIndexOf(':');
        String suffix = text.substring(colon + 1).toLowerCase(Locale.ROOT);
        String base = text.substring(0, Math.max(0, colon));
        if (colon > 0 && suffix.equals(LOCAL)) {
            of(base).ifPresent(readings::add);
        } else if (colon > 0 && suffix.equals(CLOUD)) {
            of(hasTag(base) ? base + "-" + CLOUD : text).ifPresent(readings::add);
        }
        of(text).ifPresent(readings::add);
        return readings;
    }

    /** Without the blanks around it, as Go's {@code strings.TrimSpace} knows blanks. */
    public static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** Unicode's White_Space. */
    private static boolean isBlank(char c) {
        return Character.isSpaceChar(c) || (c >= '\t' && c <= '\r') || c == '\u0085';
    }

    private static boolean hasTag(String name) {
        return name.lastIndexOf(':') > name.lastIndexOf('/');
    }

    /** Whether another company gets what is asked. */
    public boolean isCloud() {
        return tag.equals(CLOUD) || tag.endsWith("-" + CLOUD);
    }

    /** Whether it comes from the registry that Ollama itself asks. */
    public boolean isFromDefaultHost() {
        return host.equals(DEFAULT_HOST);
    }

    /** With nothing left out: {@code host/namespace/model:tag}. */
    String full() {
        return host + "/" + namespace + "/" + model + ":" + tag;
    }

    /** As Ollama lists it: without what is the default, but always with a tag. */
    @Override
    public String toString() {
        String path = isFromDefaultHost()
                ? namespace.equals(DEFAULT_NAMESPACE) ? model : namespace + "/" + model
                : host + "/" + namespace + "/" + model;
        return path + ":" + tag;
    }
}
