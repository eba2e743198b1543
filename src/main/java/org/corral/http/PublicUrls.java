package org.corral.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Finds the URL at which a caller reaches Corral: the one that the operator has set, or the one in the request, with the
 * scheme that trusted proxies have noted. A filter notes these rules in each request.
 */
public final class PublicUrls {
    private static final String ATTRIBUTE = PublicUrls.class.getName();
    private static final PublicUrls AS_ASKED = new PublicUrls(Optional.empty(), new ClientAddress(List.of()));

    private final Optional<PublicUrl> configured;
    private final ClientAddress clients;

    /** @param configured with the path at which a proxy has Corral, whatever the context path is */
    public PublicUrls(Optional<URI> configured, ClientAddress clients) {
        this.configured =
                configured.flatMap(url -> WebOrigin.of(url).map(origin -> new PublicUrl(origin, url.getRawPath())));
        this.clients = clients;
    }

    /**
     * The rules noted in this request; if there are none, as in other applications, the URL in the request itself counts.
     */
    static PublicUrls of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof PublicUrls noted ? noted : AS_ASKED;
    }

    void note(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /** The origin that the caller has called, as far as the request and trusted proxies tell. */
    public static WebOrigin asked(HttpServletRequest request) {
        return of(request).origin(request);
    }

    PublicUrl find(HttpServletRequest request) {
        WebOrigin asked = origin(request);
        if (configured.isEmpty() || isPast(configured.get().origin(), asked, request)) {
            return new PublicUrl(asked, request.getContextPath());
        }
        // The scheme that a proxy has noted counts, since a browser that came without TLS drops a Secure cookie.
        String scheme = clients.scheme(request).orElse(configured.get().origin().scheme());
        return new PublicUrl(
                configured.get().origin().by(scheme), configured.get().path());
    }

    /**
     * Whether a page has called the server itself, and not the proxy at the public URL. Only a browser tells by its
     * origin; other clients may have come either way, since proxies change the host.
     */
    private static boolean isPast(WebOrigin configured, WebOrigin asked, HttpServletRequest request) {
        List<String> origins = Collections.list(request.getHeaders("Origin"));
        return origins.size() == 1
                && !asked.isPlaceOf(configured)
                && WebOrigin.parse(origins.get(0)).filter(asked::isPlaceOf).isPresent();
    }

    private WebOrigin origin(HttpServletRequest request) {
        WebOrigin seen = WebOrigin.asked(request);
        return clients.scheme(request).map(seen::by).orElse(request.isSecure() ? seen.by("https") : seen);
    }
}
