package org.corral.proxy;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.corral.access.Caller;
import org.corral.http.PublicUrl;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.ollama.BodyForm;
import org.corral.ollama.Route;
import org.corral.ollama.Routes;
import org.corral.upstream.Field;

/** Decides by the head of a request whether it may pass to Ollama. */
final class Admission {
    /** Offered by clients that would rather speak HTTP/2, and content if nobody takes it up (RFC 9110, 7.8). */
    private static final String HTTP2 = "h2c";

    private final Routes routes;
    private final ForwardedFields forwarded;

    Admission(Routes routes, ForwardedFields forwarded) {
        this.routes = routes;
        this.forwarded = forwarded;
    }

    AdmittedRequest permit(HttpServletRequest request) throws RefusedException {
        // To the letter as the caller wrote it. Not getPathInfo(): that is decoded, and what is decoded here would be
        // another path at Ollama.
        String below = Routes.withSlashes(request.getRequestURI()
                .substring(request.getContextPath().length()
                        + request.getServletPath().length()));
        // Of the prefix itself the slash at the end is often forgotten, and it says nothing.
        String path = below.isEmpty() ? "/" : below;
        Route route = route(path, request);
        Caller caller = Caller.of(request)
                .filter(known -> known.role().compareTo(route.role()) >= 0)
                .orElseThrow(() -> new RefusedException(Refusal.insufficientScope(
                        "This route is for the role '" + route.role().text() + "' only.")));
        refuseUpgrade(request);
        Optional<String> query = query(request);
        ServerChoice choice = where(route, query);
        String target = choice.query().map(text -> path + "?" + text).orElse(path);
        return new AdmittedRequest(path, target, fields(request), caller, route, choice);
    }

    private Route route(String path, HttpServletRequest request) throws RefusedException {
        Route route = routes.find(path)
                .orElseThrow(() -> notThere(PublicUrl.of(request).path()));
        if (!route.takes(request.getMethod())) {
            String allow = String.join(", ", route.methods());
            throw new RefusedException(Refusal.methodNotAllowed("This route takes " + allow + " only.", allow));
        }
        return route;
    }

    private static RefusedException notThere(String root) {
        return new RefusedException(Refusal.notFound("No such route. Corral passes on Ollama's API under " + root
                + "/ollama/api/… and " + root + "/ollama/v1/…, each path spelled exactly: " + root
                + "/openapi.json has them all."));
    }

    private static ServerChoice where(Route route, Optional<String> query) throws RefusedException {
        if (query.isPresent() && route.form().equals(Optional.of(BodyForm.MULTIPART))) {
            // To Ollama a field of the query counts before that of the form.
            throw new RefusedException(Refusal.badRequest("This route takes a form: put nothing into the query."));
        }
        return route.kind().changesModels() ? ServerChoice.chosen(query) : ServerChoice.unchosen(query);
    }

    private static void refuseUpgrade(HttpServletRequest request) throws RefusedException {
        for (String offer : Collections.list(request.getHeaders("Upgrade"))) {
            if (!offer.strip().toLowerCase(Locale.ROOT).equals(HTTP2)) {
                throw new RefusedException(
                        Refusal.badRequest("This gate speaks HTTP only: send the request without 'Upgrade'."));
            }
        }
    }

    /** Refuses a query with characters that may not stand in a request line (RFC 9112, 3). */
    private static Optional<String> query(HttpServletRequest request) throws RefusedException {
        Optional<String> query = Optional.ofNullable(request.getQueryString());
        if (query.filter(text -> !text.chars().allMatch(c -> c > ' ' && c < 0x7f))
                .isPresent()) {
            throw new RefusedException(Refusal.badRequest("The query has characters that must be escaped."));
        }
        return query;
    }

    private List<Field> fields(HttpServletRequest request) throws RefusedException {
        try {
            List<Field> fields = new ArrayList<>(HeaderPolicy.request(request));
            fields.addAll(forwarded.of(request));
            return fields;
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    Refusal.badRequest("A header field has characters that may not stand in one (RFC 9110, 5.5)."));
        }
    }
}
