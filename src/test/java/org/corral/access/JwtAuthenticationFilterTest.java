package org.corral.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.corral.http.ClientAddress;
import org.corral.http.CorsOrigins;
import org.corral.http.FakeContext;
import org.corral.http.FakeRequest;
import org.corral.http.FakeResponse;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.ollama.AllowList;
import org.corral.settings.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("storage")
class JwtAuthenticationFilterTest {
    private static final String RULES =
            "/open/* anyone\n/api/me pending\n/api/admin/* admin\n/api/* user\n/ollama/* user";
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

    @TempDir
    static Path folder;

    private static Tokens tokens;

    private final Map<String, AccountSnapshot> accounts = new HashMap<>();
    private final List<HttpServletRequest> passed = new ArrayList<>();
    private JwtAuthenticationFilter filter;
    private String token;

    @BeforeAll
    static void open() throws Exception {
        tokens = new Tokens(folder, CLOCK);
    }

    @AfterAll
    static void close() {
        tokens.close();
    }

    @BeforeEach
    void signIn() throws ServletException {
        account("1", Role.USER);
        token = tokens.issue("1", Role.USER);
        filter = filter(RULES, this::known, CLOCK);
    }

    private void account(String id, Role role) {
        accounts.put(id, new AccountSnapshot(id, "Ada@example.org", "Ada", role, AllowList.ALL));
    }

    private Optional<AccountSnapshot> known(Proof proof) {
        return Optional.ofNullable(accounts.get(((Proof.Token) proof).token().accountId()));
    }

    private static JwtAuthenticationFilter filter(String rules, AccountDirectory directory, Clock clock)
            throws ServletException {
        CredentialVerifier verifier = new CredentialVerifier(
                tokens.verifier(clock),
                text -> Optional.empty(),
                new OllamaSignatures(new NoOllamaKeys(), new ClientAddress(List.of()), clock));
        SameOrigin sameOrigin = new SameOrigin(Optional.empty(), CorsOrigins.none());
        FakeContext context = new FakeContext()
                .with(AccessCheckFactory.class, AccessCheckFactory.ofAccounts(directory, verifier, sameOrigin));
        JwtAuthenticationFilter filter = new JwtAuthenticationFilter();
        filter.init(context.filter("access", Map.of("roles", rules)));
        return filter;
    }

    private FakeResponse send(FakeRequest request) throws IOException, ServletException {
        FakeResponse response = new FakeResponse();
        filter.doFilter(
                request.context("/corral").build(),
                response.http(),
                (through, answer) -> passed.add((HttpServletRequest) through));
        return response;
    }

    private HttpServletRequest passed() {
        return passed.get(passed.size() - 1);
    }

    private FakeRequest bearing(String method, String path, String text) {
        return FakeRequest.of(method, path).header("Authorization", "Bearer " + text);
    }

    @Test
    void whoHasATokenPassesWithTheAccountAsItIsNow() throws Exception {
        assertThat(send(bearing("GET", "/api/admin/users", token)).status()).isEqualTo(403);
        account("1", Role.ADMIN);

        FakeResponse response = send(bearing("GET", "/api/admin/users", token));

        assertThat(response.status()).isEqualTo(200);
        HttpServletRequest request = passed();
        assertThat(request.getRemoteUser()).isEqualTo("Ada@example.org");
        assertThat(request.getAuthType()).isEqualTo("Bearer");
        assertThat(request.isUserInRole("admin")).isTrue();
        assertThat(request.isUserInRole("user")).isTrue();
        assertThat(request.isUserInRole("pending")).isFalse();
        assertThat(request.isUserInRole("manager")).isFalse();
        Caller caller = Caller.of(request).orElseThrow();
        assertThat(caller.id()).isEqualTo("1");
        assertThat(caller.role()).isEqualTo(Role.ADMIN);
        assertThat(caller.proof()).isInstanceOfSatisfying(Proof.Token.class, proof -> assertThat(
                        proof.token().role())
                .isEqualTo(Role.USER));
    }

    @Test
    void withoutATokenTheAnswerTellsWhereToSignIn() throws Exception {
        FakeResponse response = send(FakeRequest.of("GET", "/ollama/api/tags"));

        assertThat(response.status()).isEqualTo(401);
        assertThat(response.header("WWW-Authenticate")).contains("Bearer realm=\"corral\"");
        assertThat(response.json().get("error").asString()).contains("POST /corral/api/v1/auths/signin");
        assertThat(passed).isEmpty();
    }

    @Test
    void anotherKeysOrGarbledTokenIsRefused() throws Exception {
        for (String wrong : new String[] {"x", token + "x", token.replace('.', '~'), token.substring(2)}) {
            FakeResponse response = send(bearing("GET", "/api/x", wrong));

            assertThat(response.status()).isEqualTo(401);
            assertThat(response.header("WWW-Authenticate"))
                    .contains("Bearer realm=\"corral\", error=\"invalid_token\"");
            assertThat(response.text()).doesNotContain(wrong.length() > 1 ? wrong : "~");
        }
    }

    @Test
    void anExpiredTokenIsCalledExpired() throws Exception {
        filter = filter(RULES, this::known, Clock.offset(CLOCK, Duration.ofHours(2)));

        FakeResponse response = send(bearing("GET", "/api/x", token));

        assertThat(response.status()).isEqualTo(401);
        assertThat(response.json().get("detail").asString()).contains("expired");
    }

    @Test
    void aDeletedAccountIsRefusedAtOnce() throws Exception {
        accounts.clear();

        FakeResponse response = send(bearing("GET", "/api/x", token));

        assertThat(response.status()).isEqualTo(401);
        assertThat(response.header("WWW-Authenticate").orElse("")).contains("invalid_token");
    }

    @Test
    void whoWaitsForApprovalIsToldSo() throws Exception {
        account("1", Role.PENDING);

        FakeResponse response = send(bearing("GET", "/ollama/api/tags", token));

        assertThat(response.status()).isEqualTo(403);
        assertThat(response.header("WWW-Authenticate"))
                .contains("Bearer realm=\"corral\", error=\"insufficient_scope\"");
        assertThat(response.json().get("error").asString()).contains("an admin must approve");
        assertThat(send(bearing("GET", "/api/me", token)).status()).isEqualTo(200);
    }

    @Test
    void aPathThatNoRuleNamesIsClosedToEverybody() throws Exception {
        account("1", Role.ADMIN);

        assertThat(send(bearing("GET", "/elsewhere", token)).status()).isEqualTo(403);
        assertThat(send(FakeRequest.of("GET", "/elsewhere")).status()).isEqualTo(403);
        assertThat(passed).isEmpty();
    }

    @Test
    void aCrookedPathIsRefusedBeforeAnyRule() throws Exception {
        assertThat(send(FakeRequest.of("GET", "/open/../api/admin/users")).status())
                .isEqualTo(400);
        assertThat(send(FakeRequest.of("GET", "/open//x")).status()).isEqualTo(400);
    }

    @Test
    void whereAnyoneMayPassAnOldCookieKeepsNobodyOut() throws Exception {
        assertThat(send(FakeRequest.of("POST", "/open/signin").cookie("token", "old"))
                        .status())
                .isEqualTo(200);
        assertThat(Caller.of(passed())).isEmpty();
        assertThat(send(bearing("POST", "/open/signin", token)).status()).isEqualTo(200);
        assertThat(Caller.of(passed())).isPresent();
    }

    @Test
    void theCookieChangesThingsOnlyFromTheSameOrigin() throws Exception {
        FakeResponse foreign = send(FakeRequest.of("POST", "/api/x").cookie("token", token));

        assertThat(foreign.status()).isEqualTo(403);
        assertThat(foreign.json().get("detail").asString()).contains("Authorization");
        assertThat(send(FakeRequest.of("GET", "/api/x").cookie("token", token)).status())
                .isEqualTo(200);
        assertThat(send(FakeRequest.of("POST", "/api/x").cookie("token", token).header("Sec-Fetch-Site", "same-origin"))
                        .status())
                .isEqualTo(200);
        assertThat(send(bearing("POST", "/api/x", token).cookie("token", token)).status())
                .isEqualTo(200);
        assertThat(send(FakeRequest.of("POST", "/api/x").header("x-api-key", token))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void twoDifferentTokensAreRefused() throws Exception {
        FakeResponse response = send(bearing("GET", "/api/x", token).header("x-api-key", tokens.issue("1", Role.USER)));

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.header("WWW-Authenticate").orElse("")).contains("invalid_request");
    }

    @Test
    void anotherApplicationsCookieKeepsNobodyOut() throws Exception {
        String ended = tokens.issue("2", Role.USER);

        assertThat(send(bearing("GET", "/api/x", token).cookie("token", "a.b.c"))
                        .status())
                .isEqualTo(200);
        assertThat(send(FakeRequest.of("GET", "/api/x")
                                .cookie("token", "a.b.c")
                                .cookie("token", ended)
                                .cookie("token", token))
                        .status())
                .isEqualTo(200);
        assertThat(Credential.of(passed()).orElseThrow().text()).isEqualTo(token);
        // The caller is who has the cookie, so it is the cookie that must come from our own pages.
        assertThat(send(FakeRequest.of("POST", "/api/x")
                                .header("Authorization", "Bearer ollama")
                                .cookie("token", token))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void anUnreachableDatabaseIsNotTheCallersFault() throws Exception {
        filter = filter(
                RULES,
                id -> {
                    throw new RefusedException(Refusal.unavailable("away", Duration.ofSeconds(5)));
                },
                CLOCK);

        assertThat(send(bearing("GET", "/api/x", token)).status()).isEqualTo(503);
    }

    @Test
    void rulesThatCannotBeReadFailTheStart() {
        assertThatThrownBy(() -> filter("/a root", this::known, CLOCK))
                .isInstanceOf(ServletException.class)
                .hasMessage(
                        "web.xml, filter access, init-param roles: '/a root' names a role that is none of unchecked,"
                                + " anyone, pending, user, admin");
    }
}
