package org.corral.standin;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The models that are there, by canonical name. */
final class Models {
    private final Set<String> names = new LinkedHashSet<>();
    private final Set<String> unloaded = new LinkedHashSet<>();

    Models(List<String> names) {
        names.forEach(this::add);
    }

    /** Many spellings name one model: case, blanks, registry, {@code library/}, the tag {@code latest}. */
    static String canonical(String name) {
        String plain = name.strip().toLowerCase(Locale.ROOT);
        for (String start : List.of("https://", "http://", "registry.ollama.ai/", "library/")) {
            plain = plain.startsWith(start) ? plain.substring(start.length()) : plain;
        }
        return plain.indexOf(':', plain.lastIndexOf('/') + 1) < 0 ? plain + ":latest" : plain;
    }

    synchronized boolean has(String name) {
        return names.contains(canonical(name));
    }

    synchronized void add(String name) {
        names.add(canonical(name));
    }

    synchronized boolean remove(String name) {
        return names.remove(canonical(name));
    }

    /** These and no others, all of them in memory. */
    synchronized void become(List<String> others) {
        names.clear();
        unloaded.clear();
        others.forEach(this::add);
    }

    synchronized void unload(String name) {
        unloaded.add(canonical(name));
    }

    /** {@code /api/tags}. */
    synchronized String list() {
        return list(names.stream());
    }

    /** {@code /api/ps}. */
    synchronized String running() {
        return list(names.stream().filter(name -> !unloaded.contains(name)));
    }

    private static String list(Stream<String> names) {
        return names.map(Models::entry).collect(Collectors.joining(",", "{\"models\":[", "]}"));
    }

    /** {@code /v1/models}. */
    synchronized String openAiList() {
        return names.stream()
                .map(Models::openAiEntry)
                .collect(Collectors.joining(",", "{\"object\":\"list\",\"data\":[", "]}"));
    }

    static String openAiEntry(String name) {
        return "{\"id\":" + LooseJson.quote(name)
                + ",\"object\":\"model\",\"created\":1700000000,\"owned_by\":\"library\"}";
    }

    private static String entry(String name) {
        String quoted = LooseJson.quote(name);
        return "{\"name\":" + quoted + ",\"model\":" + quoted
                + ",\"modified_at\":\"2025-01-01T00:00:00Z\",\"size\":1234567890,\"digest\":\"" + "ab".repeat(32)
                + "\",\"details\":{\"parent_model\":\"\",\"format\":\"gguf\",\"family\":\"llama\",\"families\":[\"llama\"],"
                + "\"parameter_size\":\"1.2B\",\"quantization_level\":\"Q8_0\"}}";
    }
}
