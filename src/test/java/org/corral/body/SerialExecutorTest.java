package org.corral.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class SerialExecutorTest {
    private final Queue<Runnable> started = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();
    private final SerialExecutor serial = new SerialExecutor(started::add, () -> done.add("idle"));

    @Test
    void workThatComesMeanwhileIsDoneByTheThreadThatIsThere() {
        serial.run(() -> {
            serial.run(() -> done.add("2"));
            done.add("1");
        });
        serial.run(() -> done.add("3"));
        assertThat(done).isEmpty();
        assertThat(serial.isBusy()).isTrue();
        assertThat(started).hasSize(1);

        started.remove().run();
        assertThat(done).containsExactly("1", "3", "2", "idle");
        assertThat(serial.isBusy()).isFalse();
        assertThat(started).isEmpty();
    }

    @Test
    void workThatComesWhenIdleIsToldOfBeginsAnew() {
        SerialExecutor[] itself = new SerialExecutor[1];
        itself[0] = new SerialExecutor(Runnable::run, () -> {
            if (done.size() == 1) {
                itself[0].run(() -> done.add("2"));
            }
        });
        itself[0].run(() -> done.add("1"));
        assertThat(done).containsExactly("1", "2");
    }

    /** The server has no thread left, or nothing to do with the request any more. */
    @Test
    void workThatNoThreadTakesIsDoneAtOnce() {
        SerialExecutor refused = new SerialExecutor(
                work -> {
                    throw new RejectedExecutionException("of a test");
                },
                () -> {});
        refused.run(() -> done.add("1"));
        assertThat(done).containsExactly("1");
        assertThat(refused.isBusy()).isFalse();
    }

    @Test
    void errorEndsTheWorkAndIsNotTakenForARefusal() {
        SerialExecutor direct = new SerialExecutor(Runnable::run, () -> done.add("idle"));
        assertThatThrownBy(() -> direct.run(() -> {
                    done.add("1");
                    throw new IllegalStateException("of a test");
                }))
                .hasMessage("of a test");
        assertThat(done).containsExactly("1");
        direct.run(() -> done.add("2"));
        assertThat(done).containsExactly("1", "2", "idle");
    }
}
