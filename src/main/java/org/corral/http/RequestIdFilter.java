package org.corral.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Gives each request its {@link RequestId} and the rules for its {@link PublicUrl}, and each answer the security header
 * fields for browsers.
 */
public final class RequestIdFilter implements Filter {
    /**
     * Permits scripts, styles and requests of this origin alone, nothing inline and nothing evaluated. Only DOMPurify may
     * make markup from text. Pictures may also be data of the page itself, which people show to a model.
     */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src 'self' data: blob:; form-action 'self'; frame-ancestors 'none'; base-uri 'none';"
            + " require-trusted-types-for 'script'; trusted-types dompurify";

    private PublicUrls urls = new PublicUrls(Optional.empty(), new ClientAddress(List.of()));

    @Override
    public void init(FilterConfig config) {
        urls = ContextAttributes.get(config.getServletContext(), PublicUrls.class);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        urls.note((HttpServletRequest) request);
        HttpServletResponse answer = (HttpServletResponse) response;
        answer.setHeader(RequestId.HEADER, RequestId.give(request));
        answer.setHeader("X-Content-Type-Options", "nosniff");
        answer.setHeader("Referrer-Policy", "no-referrer");
        answer.setHeader("Content-Security-Policy", POLICY);
        chain.doFilter(request, response);
    }
}
