package org.corral.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Tells under which URL a caller has come: the one that the operator gave, or what the request itself shows, with the
 * scheme that proxies noted whose word is taken. The first filter notes these rules in each request.
 */
public final class PublicUrls {
    private static final String ATTRIBUTE = PublicUrls.class.getName();
    private static final PublicUrls AS_ASKED = new PublicUrls(Optional.empty(), new ClientAddress(List.of()));

    private final Optional<PublicUrl> given;
    private final ClientAddress clients;

    /** @param given with the path at which a proxy has Corral, whatever the context path is */
    public PublicUrls(Optional<URI> given, ClientAddress clients) {
        this.given = given.flatMap(url -> WebOrigin.of(url).map(origin -> new PublicUrl(origin, url.getRawPath())));
        this.clients = clients;
    }

    /** Those of this request; where no filter has noted any, as in other applications, the request is taken at its word. */
    static PublicUrls of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof PublicUrls noted ? noted : AS_ASKED;
    }

    void note(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /** The origin that the caller must have asked for, as far as the request and proxies of ours tell. */
    public static WebOrigin asked(HttpServletRequest request) {
        return of(request).origin(request);
    }

    PublicUrl find(HttpServletRequest request) {
        WebOrigin asked = origin(request);
        if (given.isEmpty() || isPast(given.get().origin(), asked, request)) {
            return new PublicUrl(asked, request.getContextPath());
        }
        // At the same URL without TLS a cookie that needs it would be lost: who noted the scheme knows better.
        String scheme = clients.scheme(request).orElse(given.get().origin().scheme());
        return new PublicUrl(given.get().origin().by(scheme), given.get().path());
    }

    /**
     * Whether a page has asked the server itself, past the proxy at the public URL. Only a browser tells: others may have
     * come either way, since proxies change the host.
     */
    private static boolean isPast(WebOrigin given, WebOrigin asked, HttpServletRequest request) {
        List<String> origins = Collections.list(request.getHeaders("Origin"));
        return origins.size() == 1
                && !asked.isPlaceOf(given)
                && WebOrigin.parse(origins.get(0)).filter(asked::isPlaceOf).isPresent();
    }

    private WebOrigin origin(HttpServletRequest request) {
        WebOrigin seen = WebOrigin.asked(request);
        return clients.scheme(request).map(seen::by).orElse(request.isSecure() ? seen.by("https") : seen);
    }
}
