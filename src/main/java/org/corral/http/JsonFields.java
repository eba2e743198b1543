package org.corral.http;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads typed fields of a JSON object and collects every fault, so that the caller hears of all faults at once. After the
 * last field, {@link #finish()} refuses if there is a fault, or a field that was not read: its name may be misspelt, and
 * its value must not get lost unnoticed. Until then a faulty field reads as empty text.
 */
public final class JsonFields {
    private final ObjectNode object;
    private final List<FieldFault> faults = new ArrayList<>();
    /** The names that were read, in this order. */
    private final Set<String> known = new LinkedHashSet<>();

    private Predicate<String> ignored = name -> false;

    public JsonFields(ObjectNode object) {
        this.object = object;
    }

    /** Permits fields that Corral does not use. */
    public JsonFields ignoring(Predicate<String> names) {
        ignored = names;
        return this;
    }

    private @Nullable JsonNode field(String name) {
        known.add(name);
        return object.get(name);
    }

    /** A required text. */
    public String text(String name) {
        Optional<String> value = optionalText(name);
        if (value.isEmpty() && !object.hasNonNull(name)) {
            faults.add(FieldFault.missing(name));
        }
        return value.orElse("");
    }

    /** A text that may be left out or null. */
    public Optional<String> optionalText(String name) {
        JsonNode value = field(name);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isString()) {
            faults.add(FieldFault.notText(name));
            return Optional.empty();
        }
        return Optional.of(value.asString());
    }

    /** A text, or a list of texts; empty if it is left out or null. */
    public List<String> optionalTexts(String name) {
        JsonNode value = field(name);
        if (value == null || !value.isArray()) {
            return optionalText(name).stream().toList();
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode each : value) {
            if (!each.isString()) {
                faults.add(FieldFault.notText(name));
                return List.of();
            }
            texts.add(each.asString());
        }
        return texts;
    }

    /** Whether the field is there and null. */
    public boolean isNull(String name) {
        JsonNode value = field(name);
        return value != null && value.isNull();
    }

    /** A required list of texts. */
    public List<String> texts(String name) {
        JsonNode value = field(name);
        if (value == null) {
            faults.add(FieldFault.missing(name));
            return List.of();
        }
        if (!value.isArray()) {
            faults.add(new FieldFault("list_type", List.of("body", name), "Must be a list of strings"));
            return List.of();
        }
        return optionalTexts(name);
    }

    /** A whole number that may be left out or null. */
    public Optional<Long> optionalWhole(String name) {
        JsonNode value = field(name);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            faults.add(FieldFault.notWhole(name));
            return Optional.empty();
        }
        return Optional.of(value.asLong());
    }

    /** Whether the field is true; it may be left out or null. */
    public boolean flag(String name) {
        JsonNode value = field(name);
        if (value != null && !value.isNull() && !value.isBoolean()) {
            faults.add(FieldFault.notBoolean(name));
        }
        return value != null && value.isBoolean() && value.asBoolean();
    }

    /** A boolean that may be left out or null. */
    public Optional<Boolean> optionalFlag(String name) {
        JsonNode value = field(name);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isBoolean()) {
            fault(name, "bool_type", "Must be true or false");
            return Optional.empty();
        }
        return Optional.of(value.asBoolean());
    }

    /** Adds a fault that the caller of this method has found in a field. */
    public void fault(String name, String type, String msg) {
        faults.add(new FieldFault(type, List.of("body", name), msg));
    }

    /** @throws RefusedException 422 with all faults, if there are any, or for a field that was not read */
    public void finish() throws RefusedException {
        boolean unknown =
                object.propertyNames().stream().anyMatch(name -> !known.contains(name) && !ignored.test(name));
        if (unknown) {
            // The text does not name the field: an unknown name may be any text, even a password.
            faults.add(new FieldFault(
                    "extra_forbidden",
                    List.of("body"),
                    "There is a field that is not known here. Known are: " + String.join(", ", known)));
        }
        if (!faults.isEmpty()) {
            throw new RefusedException(Refusal.invalid(faults));
        }
    }
}
