package org.corral.flow;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.corral.http.Refusal;
import org.corral.http.Refusals;

/** Refuses requests whose head can be read in two ways, whatever the server makes of it. */
public final class RequestHeadFilter extends HttpFilter {
    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<Refusal> refusal = RequestHead.refusal(request);
        if (refusal.isPresent()) {
            Refusals.send(request, response, refusal.get());
        } else {
            chain.doFilter(request, response);
        }
    }
}
