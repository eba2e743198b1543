package org.corral.proxy;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.corral.body.Asked;
import org.corral.body.BodyForm;
import org.corral.body.Cutting;
import org.corral.body.Memory;
import org.corral.flow.Announced;
import org.corral.settings.BodySettings;
import org.corral.settings.LingerSettings;

/** Tells whether a request has a body, and how it is read. */
final class Arrivals {
    private final BodySettings settings;
    private final ModelRule rule;
    private final Memory memory;

    Arrivals(BodySettings settings, ModelRule rule, Memory memory) {
        this.settings = settings;
        this.rule = rule;
        this.memory = memory;
    }

    Incoming of(HttpServletRequest request, Permission permission, Incoming.Owner owner) throws IOException {
        long length = request.getContentLengthLong();
        if (!Announced.body(request)) {
            return new NoBody(inPath(permission), length == 0, owner);
        }
        Use use = permission.route().use();
        if (use == Use.UPLOAD) {
            return new Upload(request, bufferSize(length), linger(request), owner);
        }
        BodyForm form = use.form().orElse(BodyForm.NATIVE);
        Cutting cutting = rule.cutting(permission.caller());
        return new ReadWhole(request, form, cutting, settings.maxBody(), memory, linger(request), owner);
    }

    private static Asked inPath(Permission permission) {
        String path = permission.path();
        return permission.route().use() == Use.MODEL_IN_PATH
                ? Asked.of(List.of(path.substring(Routes.MODELS_PATH.length())))
                : Asked.NOTHING;
    }

    /** Over HTTP/2 a request that ends early ends no connection, and nothing need be read. */
    private Optional<LingerSettings> linger(HttpServletRequest request) {
        return request.getProtocol().startsWith("HTTP/1.") ? Optional.of(settings.linger()) : Optional.empty();
    }

    private int bufferSize(long length) {
        long most = settings.streamBuffer().bytes();
        // One more, so that the end of the body is seen in the same go.
        return (int) (length < 0 ? most : Math.min(2 * (length + 1), most));
    }
}
