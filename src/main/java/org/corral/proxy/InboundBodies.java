package org.corral.proxy;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.corral.body.BodyReduction;
import org.corral.body.MemoryBudget;
import org.corral.body.RequestedModels;
import org.corral.flow.BodyPresence;
import org.corral.ollama.BodyForm;
import org.corral.ollama.Route;
import org.corral.ollama.RouteKind;
import org.corral.ollama.Routes;
import org.corral.settings.BodySettings;
import org.corral.timing.MonotonicClock;

/** Tells whether a request has a body, and how it is read. */
final class InboundBodies {
    private final BodySettings settings;
    private final ModelRule rule;
    private final MemoryBudget memory;
    private final MonotonicClock clock;

    InboundBodies(BodySettings settings, ModelRule rule, MemoryBudget memory, MonotonicClock clock) {
        this.settings = settings;
        this.rule = rule;
        this.memory = memory;
        this.clock = clock;
    }

    InboundBody of(HttpServletRequest request, AdmittedRequest admitted, InboundBody.Owner owner) throws IOException {
        long length = request.getContentLengthLong();
        if (!BodyPresence.body(request)) {
            return new EmptyBody(inPath(admitted), length == 0, owner);
        }
        Route route = admitted.route();
        if (route.kind() == RouteKind.UPLOAD) {
            return new Upload(request, bufferSize(length), settings.linger(), clock, owner);
        }
        BodyForm form = route.form().orElse(BodyForm.NATIVE);
        BodyReduction reduction = rule.cutting(admitted.caller());
        return new BufferedBody(request, form, reduction, settings, memory, clock, owner);
    }

    private static RequestedModels inPath(AdmittedRequest admitted) {
        return Routes.modelIn(admitted.path())
                .map(name -> RequestedModels.of(List.of(name)))
                .orElse(RequestedModels.NOTHING);
    }

    private int bufferSize(long length) {
        long most = settings.streamBuffer().bytes();
        // One more, so that the end of the body is seen in the same go.
        return (int) (length < 0 ? most : Math.min(2 * (length + 1), most));
    }
}
