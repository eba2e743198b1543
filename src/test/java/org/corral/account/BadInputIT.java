package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.corral.it.Gate;
import org.corral.it.OpenApi;
import org.corral.it.Person;
import org.corral.it.Secrets;
import org.corral.it.Site;
import org.corral.wire.RawAnswer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses, ids, queries and methods that may not be: each is refused, and writes nothing. */
final class BadInputIT {
    private static final String ADD = "/api/v1/auths/add";

    private final Gate gate = Gate.open();
    private final Site site = Site.of(gate);
    private final Person someone = gate.person("bad-input", "user");
    private final Untouched before = new Untouched(gate, someone);

    private RawAnswer add(String email) throws IOException {
        return site.post(
                ADD,
                Map.of("name", "A", "email", email, "password", Secrets.fresh()),
                gate.admin().bearer());
    }

    private static void refused(RawAnswer answer, Integer... statuses) {
        assertThat(answer.status()).as(answer::text).isIn((Object[]) statuses);
        assertThat(Gate.json(answer).propertyNames()).containsExactly("detail");
        assertThat(answer.text()).doesNotContain(Secrets.MARK, "Exception");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "@corral.test",
                "a@",
                "a@b@c",
                "a b@corral.test",
                "a@corral..test",
                "a@.corral.test",
                "A <a@corral.test>",
                "a@corral.test,b@corral.test",
                "a@corral.test\r\nBcc: b@corral.test",
                "a\u202e@corral.test",
                "a@[127.0.0.1]"
            })
    void oddAddressesAreRefused(String email) throws IOException {
        refused(add(email), 400);
        before.isAsItWas();
    }

    @Test
    void veryLongAddressIsRefused() throws IOException {
        refused(add("a@" + "b.".repeat(20_000) + "c"), 400);
    }

    /** On Payara the server itself answers what it can't decode. */
    @Tag("tomcat")
    @TestFactory
    Stream<DynamicTest> idThatIsNobodysIsRefused() throws IOException {
        return documented()
                .filter(each -> each.path().contains("{id}"))
                .map(each -> DynamicTest.dynamicTest(each.toString(), () -> {
                    for (String id : List.of("none", "%00", "%0a", "%ff", "..", "%2e%2e", "%27%20or%201=1", "%F0%9F")) {
                        RawAnswer answer = call(each, each.path().replace("{id}", id));
                        assertThat(answer.status()).as(id).isIn(400, 404, 405);
                        assertThat(answer.text()).doesNotContain("Exception");
                    }
                    before.isAsItWas();
                }));
    }

    private RawAnswer call(OpenApi.Operation operation, String path) throws IOException {
        String admin = gate.admin().bearer();
        return operation.bodyType().isEmpty()
                ? site.send(operation.method(), path, admin)
                : site.post(path, operation.bodyExample(), admin);
    }

    private Stream<OpenApi.Operation> documented() throws IOException {
        return new OpenApi(Gate.json(site.get("/openapi.json")))
                .operations().stream().filter(each -> !each.path().startsWith("/ollama/"));
    }

    @Test
    void accountsOfOthersAreForAdminsOnly() throws IOException {
        String other = "/api/v1/users/" + gate.admin().id();
        refused(site.get(other, someone.bearer()), 403);
        refused(site.post(other + "/update", "{\"role\":\"user\"}", someone.bearer()), 403);
        refused(site.send("DELETE", other, someone.bearer()), 403);
        before.isAsItWas();
    }

    @Test
    void misspeltQuestionIsNotTakenForAnOrder() throws IOException {
        String export = "{\"user\":[{\"email\":\"e@corral.test\",\"name\":\"E\",\"role\":\"user\"}],\"auth\":[]}";
        for (String query : List.of("dryrun=true", "dry_run=yes", "dry_run=false&dry_run=true", "dry_run=", "x=y")) {
            refused(
                    site.post(
                            "/api/v1/admin/import?" + query,
                            export,
                            gate.admin().bearer()),
                    422);
        }
        before.isAsItWas();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"page=0", "page=x", "page=99999999999", "order_by=password_hash", "direction=up", "query=%00"})
    void oddSearchIsRefused(String query) throws IOException {
        refused(site.get("/api/v1/users/?" + query, gate.admin().bearer()), 422);
    }

    /** Nor is it a failure of the server's, which would be in the log. */
    @Tag("tomcat")
    @TestFactory
    Stream<DynamicTest> methodThatNobodyHasIsRefused() throws IOException {
        return documented()
                .map(OpenApi.Operation::path)
                .distinct()
                .map(path -> DynamicTest.dynamicTest(path, () -> {
                    String real = path.replace("{id}", "x").replace("{role}", "user");
                    for (String method : methodsNotOf(path)) {
                        RawAnswer answer = site.send(method, real, gate.admin().bearer());
                        refused(answer, 405);
                        assertThat(answer.header("Allow")).isPresent();
                    }
                    refused(site.send("TRACE", real), 405);
                    before.isAsItWas();
                }));
    }

    private List<String> methodsNotOf(String path) throws IOException {
        List<String> known = documented()
                .filter(each -> each.path().equals(path))
                .map(OpenApi.Operation::method)
                .toList();
        return Stream.of("PUT", "PATCH", "FOO")
                .filter(method -> !known.contains(method))
                .toList();
    }

    @Test
    void ofTwoAccountsWithOneAddressAtOnceOneIsMade() throws Exception {
        assertThat(statuses(() -> add("twin@corral.test"), () -> add("TWIN@corral.test")))
                .containsExactlyInAnyOrder(200, 400);
    }

    @Test
    void ofTwoAdminsWhoDemoteEachOtherAtOnceTheFirstStays() throws Exception {
        Person one = gate.admin();
        Person two = gate.person("second-admin", "admin");
        List<Integer> statuses = statuses(() -> demote(one, two), () -> demote(two, one));
        assertThat(statuses.get(0)).isEqualTo(200);
        // Nobody may demote the first admin; and who was demoted before they could try has no session any more.
        assertThat(statuses.get(1)).isIn(401, 403);
        assertThat(Site.text(site.me(one.token()), "role")).isEqualTo("admin");
    }

    private RawAnswer demote(Person by, Person whom) throws IOException {
        return site.post("/api/v1/users/" + whom.id() + "/update", "{\"role\":\"user\"}", by.bearer());
    }

    private interface Request {
        RawAnswer send() throws IOException;
    }

    private static List<Integer> statuses(Request... requests) throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(requests.length);
        try {
            List<Future<RawAnswer>> answers = new ArrayList<>();
            for (Request request : requests) {
                answers.add(senders.submit(request::send));
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<RawAnswer> answer : answers) {
                statuses.add(answer.get().status());
            }
            return statuses;
        } finally {
            senders.shutdownNow();
        }
    }
}
