package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.corral.http.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerChoiceTest {

    @ParameterizedTest
    @CsvSource({
        "server=gpu1, gpu1, ''",
        "server=gpu%201, gpu 1, ''",
        "a=1&server=gpu1&b=2, gpu1, a=1&b=2",
        "server=a&server=b, b, ''",
        "noserver=a, '', noserver=a",
        "a=1, '', a=1",
        "server=, '', ''"
    })
    void nameIsTakenOutOfTheQuery(String query, String server, String left) throws Exception {
        ServerChoice choice = ServerChoice.chosen(Optional.of(query));

        assertThat(choice.server().orElse("")).isEqualTo(server);
        assertThat(choice.query().orElse("")).isEqualTo(left);
    }

    @Test
    void allIsAWordOfItsOwn() throws Exception {
        assertThat(ServerChoice.chosen(Optional.of("server=all")).isAll()).isTrue();
        assertThat(ServerChoice.chosen(Optional.of("server=ALL")).isAll()).isFalse();
        assertThat(ServerChoice.chosen(Optional.empty()).isAll()).isFalse();
    }

    @Test
    void nameThatIsEscapedWronglyIsRefused() {
        assertThatThrownBy(() -> ServerChoice.chosen(Optional.of("server=%zz")))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal().status()).isEqualTo(400));
    }
}
