package org.corral.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** On servers that are made up; the real ones are seen by BrokenAnswerIT and Http2IT. */
class CallerConnectionTest {
    private final AtomicInteger closed = new AtomicInteger();

    /** What is looked for in a request of Payara's. */
    interface PayarasRequest extends HttpServletRequest {
        Object getUnwrappedCoyoteRequest();
    }

    private record Unwrapped(Object getCoyoteRequest) {}

    private record Coyote(Object getContext) {}

    private record Context(Object getConnection) {}

    /** As Grizzly's. */
    final class Connection {
        void closeSilently() {
            closed.incrementAndGet();
        }
    }

    @Test
    void aServerOfWhichNothingIsKnownIsThrownAt() {
        assertThatThrownBy(() -> CallerConnection.of(request(HttpServletRequest.class, Map.of()))
                        .breakOff())
                .isInstanceOf(IOException.class);
    }

    @Test
    void payarasConnectionIsClosedThroughAnyWrapper() throws IOException {
        HttpServletRequest payaras = payaras(new Context(new Connection()));
        CallerConnection.of(new HttpServletRequestWrapper(new HttpServletRequestWrapper(payaras)))
                .breakOff();
        assertThat(closed).hasValue(1);
    }

    @Test
    void aPayaraThatHasChangedInsideIsThrownAt() {
        HttpServletRequest payaras = payaras("no context");
        assertThatThrownBy(() -> CallerConnection.of(payaras).breakOff()).isInstanceOf(IOException.class);
    }

    @Test
    void aServerOfWhichNothingIsKnownTellsNothing() {
        assertThat(CallerConnection.of(request(HttpServletRequest.class, Map.of()))
                        .look())
                .isEqualTo(Presence.UNTOLD);
    }

    private static HttpServletRequest payaras(Object context) {
        return request(PayarasRequest.class, Map.of("getUnwrappedCoyoteRequest", new Unwrapped(new Coyote(context))));
    }

    private static HttpServletRequest request(Class<? extends HttpServletRequest> type, Map<String, Object> answers) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (answers.containsKey(method.getName())) {
                        return answers.get(method.getName());
                    }
                    throw new UnsupportedOperationException(method.getName());
                }));
    }
}
