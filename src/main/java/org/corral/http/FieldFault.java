package org.corral.http;

import java.util.List;

/**
 * A fault of one field of a JSON body, in the terms that scripts for Open WebUI know.
 *
 * @param type a short machine-readable word such as {@code missing} or {@code string_type}
 * @param loc the path to the field, {@code body} first
 * @param msg the fault and the values that are valid; never quotes the value
 */
public record FieldFault(String type, List<String> loc, String msg) {
    public FieldFault {
        loc = List.copyOf(loc);
    }

    static FieldFault missing(String field) {
        return new FieldFault("missing", List.of("body", field), "Field required");
    }

    static FieldFault notText(String field) {
        return new FieldFault("string_type", List.of("body", field), "Must be a string");
    }

    static FieldFault notWhole(String field) {
        return new FieldFault("int_type", List.of("body", field), "Must be a whole number");
    }

    static FieldFault notBoolean(String field) {
        return new FieldFault("bool_type", List.of("body", field), "Must be true or false");
    }
}
