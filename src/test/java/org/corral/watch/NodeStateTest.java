package org.corral.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.corral.watch.NodeState.State;
import org.junit.jupiter.api.Test;

final class NodeStateTest {
    private final NodeState state = new NodeState();

    @Test
    void drainsAndResumesOnlyWhatIsReady() {
        assertThat(state.drain()).isFalse();
        assertThat(state.now()).isEqualTo(State.STARTING);

        state.started();
        assertThat(state.resume()).isFalse();
        assertThat(state.drain()).isTrue();
        assertThat(state.drain()).isFalse();
        assertThat(state.now()).isEqualTo(State.DRAINING);

        assertThat(state.resume()).isTrue();
        assertThat(state.now()).isEqualTo(State.READY);
    }

    @Test
    void nothingComesAfterTheStop() {
        state.started();
        state.drain();
        assertThat(state.stop()).isTrue();
        assertThat(state.stop()).isFalse();

        state.started();
        assertThat(state.resume()).isFalse();
        assertThat(state.drain()).isFalse();
        assertThat(state.now()).isEqualTo(State.STOPPING);
    }
}
