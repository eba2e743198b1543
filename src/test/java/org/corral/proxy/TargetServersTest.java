package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.corral.settings.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetServersTest {
    private static final List<String> ALL = List.of("a", "b", "c");
    private static final List<String> UP = List.of("b", "c");
    private static final String BLOB = "/api/blobs/sha256:" + "0".repeat(64);
    private static final String ANY = "any";

    private static TargetServers targets(String path, String query, List<String> all, List<String> up)
            throws Exception {
        ServerChoice choice = ServerChoice.chosen(Optional.of(query).filter(text -> !text.isEmpty()));
        return TargetServers.of(Requests.admitted(Requests.caller(Role.ADMIN), path, choice), all, up);
    }

    private static List<String> order(TargetServers targets) {
        List<String> names = new ArrayList<>();
        while (targets.goesOn()) {
            assertThat(targets.peek()).isEqualTo(targets.peek());
            names.add(targets.next().orElse(ANY));
        }
        return names;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/chat", "/v1/chat/completions", "/api/version", "/api/push"})
    void anyServerWillDoForOneQuestion(String path) throws Exception {
        assertThat(order(targets(path, "", ALL, UP))).containsExactly(ANY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/pull", "/api/copy", "/api/delete"})
    void changesGoToEachServerThatIsUpInOrder(String path) throws Exception {
        assertThat(order(targets(path, "", ALL, UP))).containsExactly("b", "c");
    }

    @Test
    void partsOfAModelAndTheModelItselfGoToTheSameServer() throws Exception {
        assertThat(order(targets(BLOB, "", ALL, UP))).containsExactly("b");
        assertThat(order(targets("/api/create", "", ALL, UP))).containsExactly("b");
    }

    @Test
    void serversThatAreAllDownAreTriedAllTheSame() throws Exception {
        assertThat(order(targets("/api/pull", "", ALL, List.of()))).containsExactlyElementsOf(ALL);
        assertThat(order(targets(BLOB, "", ALL, List.of()))).containsExactly("a");
    }

    @Test
    void callerChoosesOneServerOrAll() throws Exception {
        assertThat(order(targets("/api/pull", "server=a", ALL, UP))).containsExactly("a");
        assertThat(order(targets(BLOB, "server=all", ALL, UP))).containsExactly("b", "c");
        assertThat(order(targets("/api/create", "x=1&server=c", ALL, UP))).containsExactly("c");
    }

    @Test
    void onlyServerNeedsNoName() throws Exception {
        assertThat(order(targets("/api/pull", "", List.of("a"), List.of("a")))).containsExactly(ANY);
    }

    @Test
    void successIsOverlookedWhileAnotherServerHasYetToBeAsked() throws Exception {
        TargetServers targets = targets("/api/pull", "", ALL, UP);
        targets.next();
        assertThat(targets.overlooks(200)).isTrue();
        targets.next();
        assertThat(targets.overlooks(200)).isFalse();
    }

    @Test
    void objectionIsToldAtOnce() throws Exception {
        TargetServers targets = targets("/api/pull", "", ALL, UP);
        targets.next();
        assertThat(targets.overlooks(500)).isFalse();
        assertThat(targets.overlooks(404)).isFalse();
    }

    @Test
    void serverWithoutTheModelHasNoSayIfAnotherHasIt() throws Exception {
        TargetServers targets = targets("/api/delete", "", ALL, UP);
        targets.next();
        assertThat(targets.overlooks(404)).isTrue();
        targets.next();
        assertThat(targets.overlooks(404)).as("none has it").isFalse();

        TargetServers second = targets("/api/delete", "", ALL, UP);
        second.next();
        assertThat(second.overlooks(200)).isTrue();
        second.next();
        assertThat(second.overlooks(404)).as("the first had it").isTrue();
    }

    @Test
    void serverChosenByNameIsHeardWhateverItSays() throws Exception {
        TargetServers targets = targets("/api/delete", "server=a", ALL, UP);
        targets.next();
        assertThat(targets.overlooks(404)).isFalse();
    }
}
