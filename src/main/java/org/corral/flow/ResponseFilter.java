package org.corral.flow;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.corral.container.CallerConnection;
import org.corral.container.GrantedPaths;
import org.corral.http.ContextAttributes;

/**
 * The first of all filters: a response that is made behind it is written without holding a thread for a caller who does not read, or
 * who still owes a body that is not wanted. A servlet that writes as bytes come asks for {@link BufferedResponse#direct}. Mapped in
 * web.xml for requests, for those that are dispatched again, and for errors.
 */
public final class ResponseFilter extends HttpFilter {
    private transient Optional<FlowLimits> limits = Optional.empty();

    @Override
    public void init() {
        limits = Optional.of(ContextAttributes.get(getServletContext(), FlowLimits.class));
        // Not in a listener: the server's policy is not in force there yet, and it would remember that nothing is
        // granted.
        GrantedPaths.remember(getServletContext());
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getDispatcherType() == DispatcherType.ERROR) {
            chain.doFilter(request, response);
            abandonBody(request);
        } else if (request.getAttribute(Delivery.BROKEN) != null) {
            CallerConnection.of(request).breakOff();
        } else if (request.getDispatcherType() == DispatcherType.ASYNC
                && BufferedResponse.of(response).isEmpty()) {
            // Something else answers this request, directly.
            chain.doFilter(request, response);
        } else {
            answer(request, response, chain);
        }
    }

    /** The server's own error page ends the response at once, and would then wait for the rest of a body. */
    private static void abandonBody(HttpServletRequest request) {
        if (BodyPresence.isOwed(request)) {
            CallerConnection.of(request).abandonBody();
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<BufferedResponse> before = BufferedResponse.of(response);
        BufferedResponse held = before.orElseGet(() -> new BufferedResponse(response));
        boolean goesOn = false;
        try {
            chain.doFilter(request, before.isPresent() ? response : held);
            goesOn = request.isAsyncStarted();
        } finally {
            if (!goesOn) {
                RequestReading.of(request).ifPresent(RequestReading::close);
            }
        }
        if (!goesOn && !held.isDirect()) {
            send(request, held);
        }
    }

    private void send(HttpServletRequest request, BufferedResponse held) throws IOException {
        if (request.isAsyncSupported()) {
            Delivery.begin(request, held, limits.orElseThrow());
            return;
        }
        List<byte[]> pieces = held.pieces();
        if (held.length(pieces) >= 0) {
            held.server().setContentLengthLong(held.length(pieces));
        }
        ServletOutputStream out = held.server().getOutputStream();
        for (byte[] piece : pieces) {
            out.write(piece);
        }
    }
}
