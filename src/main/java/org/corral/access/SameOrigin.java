package org.corral.access;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.corral.http.CorsOrigins;
import org.corral.http.PublicUrls;
import org.corral.http.RefusedException;
import org.corral.http.SessionCookie;
import org.corral.http.WebOrigin;
import org.corral.settings.HttpSettings;

/**
 * Tells whether a request with the cookie comes from Corral's own pages, or from pages of an origin that the operator has
 * named. A browser sends the cookie by itself, so that another site could make it send a request; it can't forge the two
 * header fields that are checked here.
 */
public final class SameOrigin {
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");
    /** {@code none} means that the person made the request, in the address bar for instance (W3C Fetch Metadata, 2.3). */
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private static final String TWO = SameOrigin.class.getName() + ".two";

    private final Optional<URI> publicUrl;
    private final CorsOrigins corsOrigins;

    SameOrigin(Optional<URI> publicUrl, CorsOrigins corsOrigins) {
        this.publicUrl = publicUrl;
        this.corsOrigins = corsOrigins;
    }

    public static SameOrigin of(HttpSettings settings) {
        return new SameOrigin(settings.publicUrl(), new CorsOrigins(settings.corsOrigins()));
    }

    /** Whether the cookie counts in this request. It always does in a request that changes nothing. */
    boolean permits(HttpServletRequest request) {
        return SAFE_METHODS.contains(request.getMethod()) || isOwn(request);
    }

    /** Whether this credential counts. Only those that a browser sends by itself must come from a permitted page. */
    boolean permits(Credential credential, HttpServletRequest request) {
        boolean unasked =
                credential.isCookie() || (credential.place() == Credential.Place.BASIC && comesFromAPage(request));
        return !unasked || permits(request);
    }

    /** Whether the operator has named the origin or its scheme, such as that of all extensions of a browser. */
    boolean isOfNamedScheme(HttpServletRequest request) {
        List<String> origins = Collections.list(request.getHeaders("Origin"));
        return origins.size() == 1 && corsOrigins.admits(origins.get(0));
    }

    /** Notes for {@link #guardCookie} that the caller is unknown because the request has two different credentials. */
    static void noteTwo(HttpServletRequest request, RefusedException two) {
        request.setAttribute(TWO, two);
    }

    /**
     * Guards requests that remove the cookie, of any method: another site must not be able to make one, with or without the
     * cookie.
     *
     * @throws RefusedException 403 if the request comes from a page of another site, or has the cookie alone and may come
     *     from one; 400 if it has two different credentials
     */
    public void guardCookie(HttpServletRequest request) throws RefusedException {
        if (request.getAttribute(TWO) instanceof RefusedException two) {
            throw two;
        }
        boolean may = Credential.of(request)
                .filter(credential -> !credential.isCookie())
                .isPresent();
        boolean unasked = !SessionCookie.isIn(request) && !comesFromAPage(request);
        if (!may && !unasked && !isOwn(request)) {
            throw AccessRefusals.foreignOrigin();
        }
    }

    /** Whether a browser says that a page makes the request. */
    static boolean comesFromAPage(HttpServletRequest request) {
        return request.getHeader("Sec-Fetch-Site") != null || request.getHeader("Origin") != null;
    }

    private boolean isOwn(HttpServletRequest request) {
        List<String> origins = Collections.list(request.getHeaders("Origin"));
        if (origins.size() == 1 && corsOrigins.names(origins.get(0))) {
            return true;
        }
        List<String> sites = Collections.list(request.getHeaders("Sec-Fetch-Site"));
        if (!sites.isEmpty()) {
            return OWN_SITES.containsAll(sites);
        }
        return origins.size() == 1
                && WebOrigin.parse(origins.get(0))
                        .filter(origin -> isOwn(origin, request))
                        .isPresent();
    }

    private boolean isOwn(WebOrigin origin, HttpServletRequest request) {
        if (publicUrl.flatMap(WebOrigin::of).filter(origin::equals).isPresent()) {
            return true;
        }
        WebOrigin asked = PublicUrls.asked(request);
        // A proxy in between may have ended TLS without saying so.
        return origin.equals(asked) || (origin.isHttps() && origin.equals(asked.by("https")));
    }
}
