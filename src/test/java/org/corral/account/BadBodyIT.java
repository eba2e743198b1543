package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.corral.it.Gate;
import org.corral.it.OpenApi;
import org.corral.it.OpenApi.Operation;
import org.corral.it.Person;
import org.corral.it.Secrets;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Every documented route that takes a body is given bad ones: it refuses in the right shape, and writes nothing. */
@Tag("portable")
final class BadBodyIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String LARGE = "x".repeat(10 << 20);
    private static final Map<String, Object> KINDS =
            Map.of("integer", 1, "boolean", true, "array", List.of(1), "object", Map.of("x", "y"), "string", "y");

    private final Gate gate = Gate.open();
    private final Person someone = gate.person("bad-input", "user");

    @TestFactory
    Stream<DynamicTest> badBodiesAreRefusedAndNothingIsWritten() throws IOException {
        return new OpenApi(Gate.json(gate.get("/openapi.json")))
                .operations().stream()
                        .filter(each -> each.path().startsWith("/api/")
                                && !each.bodyType().isEmpty())
                        .map(each -> DynamicTest.dynamicTest(each.toString(), () -> {
                            Untouched before = new Untouched(gate, someone);
                            badBodies(each);
                            for (Map.Entry<String, Set<String>> field :
                                    each.bodyFields().entrySet()) {
                                badValues(each, field.getKey(), field.getValue());
                            }
                            before.isAsItWas();
                        }));
    }

    private void badBodies(Operation operation) throws IOException {
        if (operation.bodyRequired()) {
            refused(send(operation, new byte[0]), 415);
            refused(send(operation, new byte[0], "Content-Type: application/json"), 422);
        }
        refused(send(operation, operation.bodyExample().getBytes(StandardCharsets.UTF_8)), 415);
        for (String noJson :
                List.of("email=a", "{", "{}{}", "{\"a\":1,\"a\":2}", "{\"email\":\"\\uZZZZ\"}", "{\ufeff}")) {
            refused(json(operation, noJson), 400);
        }
        // A file may have a byte order mark, and be UTF-16 with one; then it is the content that is wrong.
        boolean file = operation.path().endsWith("/import");
        refused(json(operation, "\ufeff{}"), file ? 422 : 400);
        for (String noObject : List.of("[]", "null", "1", "\"text\"")) {
            refused(json(operation, noObject), 422);
        }
        // Only the import takes a body of such a size; it goes no deeper than the others.
        refused(json(operation, "[".repeat(1 << 20)), 400, 413);
        refused(json(operation, "{\"a\":".repeat(5000) + "1" + "}".repeat(5000)), 400);
        byte[] notUtf8 = {'{', '"', 'a', '"', ':', '"', (byte) 0xc3, '"', '}'};
        refused(send(operation, notUtf8, "Content-Type: application/json"), 400);
        // Where Open WebUI takes whatever comes, its scripts are taken as they are.
        if (!operation.bodyMayHaveMore()) {
            refused(json(operation, example(operation).put("no_such_field", 1).toString()), 422);
        }
    }

    private void badValues(Operation operation, String field, Set<String> kinds) throws IOException {
        ObjectNode body = example(operation);
        for (Map.Entry<String, Object> kind : KINDS.entrySet()) {
            if (!kinds.contains(kind.getKey())) {
                refused(
                        json(
                                operation,
                                body.set(field, JSON.valueToTree(kind.getValue()))
                                        .toString()),
                        422);
            }
        }
        if (kinds.contains("string")) {
            String right = example(operation).path(field).asString("");
            // Where sign-up is closed that is said first.
            for (String unfit : List.of("\u0000", "\n")) {
                refused(json(operation, body.put(field, unfit + right).toString()), 400, 403);
            }
        }
        refused(json(operation, body.put(field, LARGE).toString()), 413, 422);
    }

    private static ObjectNode example(Operation operation) {
        return (ObjectNode) JSON.readTree(operation.bodyExample());
    }

    private RawAnswer json(Operation operation, String body) throws IOException {
        return send(operation, body.getBytes(StandardCharsets.UTF_8), "Content-Type: application/json");
    }

    private RawAnswer send(Operation operation, byte[] body, String... headerLines) throws IOException {
        List<String> lines = new ArrayList<>(List.of(headerLines));
        lines.add(operation.role().equals("admin") ? gate.admin().bearer() : someone.bearer());
        lines.add("Content-Length: " + body.length);
        String path = operation.path().replace("{id}", someone.id()).replace("{role}", "user");
        try (RawClient client = gate.connect()) {
            return client.send(RawClient.request(operation.method(), path, lines.toArray(String[]::new)))
                    .send(body)
                    .readAll(Gate.SOON.multipliedBy(3));
        }
    }

    private static void refused(RawAnswer answer, Integer... statuses) {
        assertThat(answer.status()).as(answer::text).isIn((Object[]) statuses);
        assertThat(Gate.json(answer).propertyNames()).containsExactly("detail");
        assertThat(answer.text()).doesNotContain(Secrets.MARK, "Exception", "no_such_field");
    }
}
