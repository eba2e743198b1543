package org.corral;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.corral.it.Gate;
import org.corral.it.OpenApi;
import org.corral.it.OpenApi.Operation;
import org.corral.it.OwnGate;
import org.corral.it.Site;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.w3c.dom.NodeList;

/** What openapi.json says is so, and what it does not say is not there. */
@Tag("once")
@Timeout(300)
final class OpenApiIT {
    private static final String EXAMPLE_ADDRESS = "ada@example.org";
    private static final String EXAMPLE_PASSWORD = "at least ten characters";
    private static final Pattern ROUTE = Pattern.compile("(GET|POST|PUT|PATCH|DELETE) (/api/v1/[A-Za-z0-9_/{}-]*)");

    private static OwnGate gate;
    private static Site site;
    private static OpenApi api;
    private static String admin;
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Map<String, RawAnswer> SESSIONS = new HashMap<>();

    @BeforeAll
    static void start() throws Exception {
        gate = OwnGate.start(with -> with.manyPasswords().contextParam("corral.signup", "open"));
        site = gate.site();
        admin = gate.admin().token();
        api = new OpenApi(Gate.json(site.get("/openapi.json")));
    }

    @AfterAll
    static void stop() {
        gate.close();
    }

    /** Every servlet names its routes to an admin who has lost their way; the proxy's are in DocumentedRoutesTest. */
    @Test
    void everyRouteIsDocumentedAndNoOther() throws Exception {
        Set<String> there = new TreeSet<>();
        for (String pattern : servletPatterns()) {
            if (pattern.startsWith("/api/v1/") && !pattern.contains("*")) {
                // One route, which has nothing to say of others.
                api.methods(pattern).forEach(method -> there.add(method + " " + pattern));
                assertThat(api.methods(pattern)).as(pattern).isNotEmpty();
            } else if (pattern.startsWith("/api/v1/")) {
                String text =
                        site.get(pattern.replace("*", "x/y/z"), bearer(admin)).text();
                ROUTE.matcher(text).results().forEach(found -> there.add(found.group(1) + " " + found.group(2)));
            } else if (!Set.of("/error", "/ollama/*", "", "/index.html", "/page/*", "/health/*", "*.jsp", "*.jspx")
                    .contains(pattern)) {
                assertThat(api.methods(pattern)).as(pattern).isNotEmpty();
            }
        }
        assertThat(api.operations().stream().map(Operation::toString).filter(each -> each.contains(" /api/")))
                .containsExactlyInAnyOrderElementsOf(there);
    }

    @Test
    void otherMethodsAreRefusedAndTheRightOnesNamed() throws IOException {
        for (String path : api.operations().stream().map(Operation::path).collect(Collectors.toSet())) {
            if (path.startsWith("/api/") || path.startsWith("/ollama/")) {
                RawAnswer answer = site.send("PATCH", filled(path, "x"), bearer(admin));
                assertThat(answer.status()).as(path).isEqualTo(405);
                Set<String> allowed =
                        new TreeSet<>(List.of(answer.header("Allow").orElse("").split(", ")));
                allowed.remove("OPTIONS");
                Set<String> documented = api.methods(path);
                if (path.startsWith("/api/") && documented.contains("GET")) {
                    documented.add("HEAD");
                }
                assertThat(allowed).as(path).isEqualTo(documented);
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> everyRouteAnswersAsDocumented() {
        return api.operations().stream().map(each -> DynamicTest.dynamicTest(each.toString(), () -> call(each)));
    }

    private static void call(Operation operation) throws IOException {
        operation.examplesFit();
        String example = operation.bodyExample();
        int nobody = answered(operation, "", example, target());
        List<String> roles = List.of("pending", "user", "admin");
        int lowest = roles.indexOf(operation.role());
        assertThat(nobody == 401).as("nobody gets 401, for " + operation.role()).isEqualTo(lowest >= 0);
        for (int i = 0; i < lowest; i++) {
            assertThat(answered(operation, Site.token(of(roles.get(i))), example, target()))
                    .as(roles.get(i))
                    .isEqualTo(403);
        }
        if (lowest >= 0 && operation.path().startsWith("/api/")) {
            int limited = answered(operation, limitedKey(), example, "nobody");
            assertThat(limited == 403)
                    .as("a limited key gets 403, for x-full " + operation.full())
                    .isEqualTo(operation.full());
        }
        if (operation.bodyType().equals("application/json")) {
            for (String wrong : List.of("", "{", "{}", "[]", "{\"name\":1,\"email\":[],\"password\":null}")) {
                // All sessions of the caller may be over after it.
                RawAnswer caller = operation.path().endsWith("/sessions/signout") ? added("admin") : of("admin");
                answered(operation, Site.token(caller), wrong, target());
            }
        }
        if (operation.path().contains("{id}")) {
            answered(operation, Site.token(of("admin")), example, "nobody");
        }
        int right = rightly(operation);
        boolean missing = right == 404 && operation.path().startsWith("/ollama/");
        assertThat(missing || (right >= 200 && right < 400))
                .as("the example is right: " + right)
                .isTrue();
    }

    /** By and on somebody who is not needed any more: the session may be over after it, the account gone. */
    private static int rightly(Operation operation) throws IOException {
        boolean own = operation.path().startsWith("/api/v1/auths/");
        RawAnswer caller = own ? added("admin") : of("admin");
        String id = own ? made(operation, caller) : operation.path().contains("{id}") ? id(added("user")) : "";
        return answered(operation, Site.token(caller), operation.bodyExample(), id);
    }

    /** The id of a key of one's own, made to be looked at or deleted. */
    private static String made(Operation operation, RawAnswer caller) throws IOException {
        String collection = operation.path().replace("/{id}", "");
        if (operation.path().equals("/api/v1/auths/sessions/{id}")) {
            return Gate.json(site.get(collection, bearer(Site.token(caller))))
                    .at("/0/id")
                    .asString();
        }
        boolean needed = !collection.equals(operation.path()) || collection.endsWith("/api_key");
        if (!needed || operation.method().equals("POST")) {
            return "";
        }
        Operation making = api.operations().stream()
                .filter(each -> each.toString().equals("POST " + collection))
                .findFirst()
                .orElseThrow();
        return id(site.post(collection, making.bodyExample(), bearer(Site.token(caller))));
    }

    /** One request; its answer must be one of those that the document knows. */
    private static int answered(Operation operation, String token, String body, String id) throws IOException {
        List<String> lines = new ArrayList<>();
        if (!token.isEmpty()) {
            lines.add(bearer(token));
        }
        String sent = personal(operation, body);
        if (!operation.bodyType().isEmpty()) {
            lines.add("Content-Type: " + operation.bodyType());
            lines.add("Content-Length: " + sent.getBytes(StandardCharsets.UTF_8).length);
        }
        String head = RawClient.request(
                operation.method(), site.context() + filled(operation.path(), id), lines.toArray(String[]::new));
        RawAnswer answer =
                RawClient.exchange(site.port(), head + (operation.bodyType().isEmpty() ? "" : sent), Gate.SOON);
        check(operation, answer);
        return answer.status();
    }

    private static void check(Operation operation, RawAnswer answer) {
        String where = operation + " " + answer.status() + " " + answer.text();
        assertThat(operation.statuses()).as(where).contains(Integer.toString(answer.status()));
        if (answer.body().length > 0) {
            String type = answer.header("Content-Type").orElse("").split(";", 2)[0];
            assertThat(operation.answerTypes(answer.status())).as(where).contains(type);
            if (type.equals("application/json")) {
                api.fits(Gate.json(answer), operation.answer(answer.status()), where);
            }
        }
    }

    /** The example with an address that is nobody's yet, or, to sign in, with somebody's. */
    private static String personal(Operation operation, String body) throws IOException {
        if (!body.contains(EXAMPLE_ADDRESS)) {
            return body;
        }
        boolean signIn = operation.path().equals(Site.SIGN_IN);
        return body.replace(EXAMPLE_ADDRESS, signIn ? Site.text(of("user"), "email") : fresh());
    }

    private static String filled(String path, String id) {
        return path.replace("{id}", id)
                .replace("{role}", "user")
                .replace("{digest}", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
                .replace("{model}", "llama3.2");
    }

    private static String fresh() {
        return "person" + NUMBER.incrementAndGet() + "@corral.test";
    }

    /** The session of somebody with this role; the same one each time. */
    private static RawAnswer of(String role) throws IOException {
        if (!SESSIONS.containsKey(role)) {
            SESSIONS.put(role, added(role));
        }
        return SESSIONS.get(role);
    }

    /** Of an admin, for everything, but with an end. */
    private static String limitedKey() throws IOException {
        if (!SESSIONS.containsKey("limited")) {
            long end = Instant.now().getEpochSecond() + 3600;
            SESSIONS.put(
                    "limited",
                    site.post(
                            "/api/v1/auths/api_keys",
                            Map.of("name", "ending", "expires_at", end),
                            bearer(Site.token(of("admin")))));
        }
        return Site.text(SESSIONS.get("limited"), "api_key");
    }

    /** The id of somebody whose sessions may end. */
    private static String target() throws IOException {
        if (!SESSIONS.containsKey("target")) {
            SESSIONS.put("target", added("user"));
        }
        return id(SESSIONS.get("target"));
    }

    private static RawAnswer added(String role) throws IOException {
        return site.post(
                "/api/v1/auths/add",
                Map.of("name", "Ada", "email", fresh(), "password", EXAMPLE_PASSWORD, "role", role),
                bearer(admin));
    }

    private static String id(RawAnswer account) {
        return Site.text(account, "id");
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token;
    }

    private static List<String> servletPatterns() throws Exception {
        NodeList mappings = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of("webapp/WEB-INF/web.xml").toFile())
                .getElementsByTagName("servlet-mapping");
        List<String> patterns = new ArrayList<>();
        for (int i = 0; i < mappings.getLength(); i++) {
            NodeList children = mappings.item(i).getChildNodes();
            for (int j = 0; j < children.getLength(); j++) {
                Optional.of(children.item(j))
                        .filter(child -> child.getNodeName().equals("url-pattern"))
                        .ifPresent(child -> patterns.add(child.getTextContent().strip()));
            }
        }
        return patterns;
    }
}
