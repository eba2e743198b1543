package org.corral.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The document at {@code /openapi.json}, as far as tests ask it. */
public final class OpenApi {
    private static final Set<String> METHODS = Set.of("get", "head", "post", "put", "patch", "delete");

    private final JsonNode document;

    public OpenApi(JsonNode document) {
        this.document = document;
    }

    /** {@code POST /api/v1/auths/signin} and its like. */
    public final class Operation {
        private final String path;
        private final String method;
        private final JsonNode node;

        private Operation(String path, String method, JsonNode node) {
            this.path = path;
            this.method = method;
            this.node = node;
        }

        public String path() {
            return path;
        }

        /** In upper case. */
        public String method() {
            return method;
        }

        /** {@code nobody} where nobody is asked who they are. */
        public String role() {
            return node.path("x-role").asString();
        }

        /** Whether an API key that has a scope or an end is refused. */
        public boolean full() {
            return node.path("x-full").asBoolean();
        }

        /** Empty if there is no body. */
        public String bodyType() {
            return node.path("requestBody").path("content").propertyNames().stream()
                    .findFirst()
                    .orElse("");
        }

        public String bodyExample() {
            JsonNode example = body().path("example");
            return example.isMissingNode() ? "" : example.toString();
        }

        public boolean bodyRequired() {
            return node.path("requestBody").path("required").asBoolean();
        }

        /** The fields of a JSON body, each with the kinds of value that it takes. */
        public Map<String, Set<String>> bodyFields() {
            Map<String, Set<String>> fields = new TreeMap<>();
            resolve(body().path("schema"))
                    .path("properties")
                    .properties()
                    .forEach(field -> fields.put(field.getKey(), kinds(field.getValue())));
            return fields;
        }

        /** Whether a JSON body may have fields that are not documented. */
        public boolean bodyMayHaveMore() {
            return resolve(body().path("schema")).path("additionalProperties").asBoolean(false);
        }

        private JsonNode body() {
            return node.path("requestBody").path("content").path(bodyType());
        }

        public Set<String> statuses() {
            return new TreeSet<>(node.path("responses").propertyNames());
        }

        /** The schema of a JSON answer with this status; missing where there is none. */
        public JsonNode answer(int status) {
            return content(status).path("application/json").path("schema");
        }

        public Set<String> answerTypes(int status) {
            return new TreeSet<>(content(status).propertyNames());
        }

        private JsonNode content(int status) {
            return resolve(node.path("responses").path(Integer.toString(status)))
                    .path("content");
        }

        /** Every example of a JSON answer is one. */
        public void examplesFit() {
            for (String status : statuses()) {
                JsonNode json = content(Integer.parseInt(status)).path("application/json");
                if (!json.isMissingNode() && json.has("example")) {
                    fits(json.path("example"), json.path("schema"), this + " " + status);
                }
            }
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    public List<Operation> operations() {
        return document.path("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .filter(each -> METHODS.contains(each.getKey()))
                        .map(each ->
                                new Operation(path.getKey(), each.getKey().toUpperCase(Locale.ROOT), each.getValue())))
                .sorted(Comparator.comparing(Operation::toString))
                .toList();
    }

    public Set<String> methods(String path) {
        return operations().stream()
                .filter(each -> each.path().equals(path))
                .map(Operation::method)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> kinds(JsonNode given) {
        JsonNode schema = resolve(given);
        Set<String> kinds = new TreeSet<>();
        schema.path("oneOf").forEach(each -> kinds.addAll(kinds(each)));
        JsonNode type = schema.path("type");
        type.forEach(each -> kinds.add(each.asString()));
        if (type.isString()) {
            kinds.add(type.asString());
        }
        return kinds;
    }

    private JsonNode resolve(JsonNode node) {
        JsonNode found = node;
        while (found.has("$ref")) {
            found = document.at(found.path("$ref").asString().substring(1));
        }
        return found;
    }

    /** As much of JSON Schema as the document uses. */
    public void fits(JsonNode value, JsonNode given, String where) {
        JsonNode schema = resolve(given);
        assertThat(schema.isMissingNode()).as(where + " has a schema").isFalse();
        if (schema.has("const")) {
            assertThat(value).as(where).isEqualTo(schema.path("const"));
        }
        if (schema.has("enum")) {
            assertThat(schema.path("enum").valueStream()).as(where).contains(value);
        }
        if (schema.has("type")) {
            JsonNode type = schema.path("type");
            Stream<JsonNode> types = type.isArray() ? type.valueStream() : Stream.of(type);
            assertThat(types.anyMatch(each -> is(value, each.asString())))
                    .as(where + " is of type " + type)
                    .isTrue();
        }
        if (value.isObject()) {
            fieldsFit(value, schema, where);
        }
        if (value.isArray() && schema.has("items")) {
            value.valueStream().forEach(each -> fits(each, schema.path("items"), where + "[]"));
        }
    }

    private void fieldsFit(JsonNode value, JsonNode schema, String where) {
        schema.path("required").valueStream().forEach(name -> assertThat(value.has(name.asString()))
                .as(where + "." + name.asString() + " is there")
                .isTrue());
        value.properties().forEach(field -> {
            JsonNode known = schema.path("properties").path(field.getKey());
            if (!known.isMissingNode()) {
                fits(field.getValue(), known, where + "." + field.getKey());
            } else {
                assertThat(schema.path("additionalProperties").isBoolean())
                        .as(where + "." + field.getKey() + " is not documented")
                        .isFalse();
            }
        });
    }

    private static boolean is(JsonNode value, String type) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> throw new AssertionError("a type that this checker does not know: " + type);
        };
    }
}
