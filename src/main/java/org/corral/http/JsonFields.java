package org.corral.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes typed fields out of a JSON object and remembers every fault, so that the caller hears of all of them at once.
 * After the last field, {@link #finish()} refuses if there was one; until then a faulty field reads as empty text.
 */
public final class JsonFields {
    private final ObjectNode object;
    private final List<FieldFault> faults = new ArrayList<>();

    public JsonFields(ObjectNode object) {
        this.object = object;
    }

    /** A text that must be there. */
    public String text(String name) {
        Optional<String> value = optionalText(name);
        if (value.isEmpty() && !object.hasNonNull(name)) {
            faults.add(FieldFault.missing(name));
        }
        return value.orElse("");
    }

    /** A text that may be left out or null. */
    public Optional<String> optionalText(String name) {
        JsonNode value = object.get(name);
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
        JsonNode value = object.get(name);
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

    /** A whole number that may be left out or null. */
    public Optional<Long> optionalWhole(String name) {
        JsonNode value = object.get(name);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            faults.add(FieldFault.notWhole(name));
            return Optional.empty();
        }
        return Optional.of(value.asLong());
    }

    /** Whether it is true; it may be left out or null. */
    public boolean flag(String name) {
        JsonNode value = object.get(name);
        if (value != null && !value.isNull() && !value.isBoolean()) {
            faults.add(FieldFault.notBoolean(name));
        }
        return value != null && value.isBoolean() && value.asBoolean();
    }

    /** True or false, or left out or null. */
    public Optional<Boolean> optionalFlag(String name) {
        JsonNode value = object.get(name);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isBoolean()) {
            fault(name, "bool_type", "Must be true or false");
            return Optional.empty();
        }
        return Optional.of(value.asBoolean());
    }

    /** A fault that the caller of this class found in a field. */
    public void fault(String name, String type, String msg) {
        faults.add(new FieldFault(type, List.of("body", name), msg));
    }

    /** @throws RefusedException 422 with all faults, if there is any */
    public void finish() throws RefusedException {
        if (!faults.isEmpty()) {
            throw new RefusedException(Refusal.invalid(faults));
        }
    }
}
