package org.corral.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * Before the authentication filter: who asks for a path that is a known mistake is told the right one, with or without a
 * token. A bare 401 would send him looking for the fault in his password.
 */
public final class KnownMistakeFilter implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest call = (HttpServletRequest) request;
        Optional<String> hint = new KnownMistakes(PublicUrl.of(call).path()).hint(Refusals.path(call));
        if (hint.isPresent()) {
            Refusals.send(call, (HttpServletResponse) response, Refusal.notFound("No such route. " + hint.get()));
        } else {
            chain.doFilter(request, response);
        }
    }
}
