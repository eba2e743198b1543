package org.corral.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.corral.access.Caller;
import org.corral.http.JsonBody;
import org.corral.http.JsonFields;
import org.corral.http.JsonReply;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.settings.Size;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request to the API, as a {@link Handler} gets it.
 *
 * @param id the segment of the path that stands in place of the name in braces
 * @param example a valid body
 */
record ApiCall(HttpServletRequest request, HttpServletResponse response, String id, String example, Size maxBody) {

    /** The fields of the JSON body. Does not block, because the body was read before. */
    JsonFields fields() throws RefusedException {
        return new JsonFields(JsonBody.read(request, maxBody.bytes(), example));
    }

    /** The JSON body as a file that people have made, which may have a byte order mark. Does not block. */
    ObjectNode file() throws RefusedException {
        return JsonBody.readFile(request, maxBody.bytes(), example);
    }

    /** The fields of a JSON body that may be left out. Does not block. */
    JsonFields fieldsIfAny() throws RefusedException {
        return new JsonFields(JsonBody.readIfAny(request, maxBody.bytes(), example));
    }

    void reply(Object body) throws IOException {
        JsonReply.send(response, HttpServletResponse.SC_OK, body);
    }

    /** Refuses with 401 if the filter let the request pass without a caller, which a mistake in its rules can do. */
    Caller caller() throws RefusedException {
        return Caller.of(request)
                .orElseThrow(() -> new RefusedException(
                        Refusal.of(401, "Sign in first.").with("WWW-Authenticate", "Bearer realm=\"corral\"")));
    }
}
