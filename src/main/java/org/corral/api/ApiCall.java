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
 * One request on its way through a {@link Handler}.
 *
 * @param id what stood in the path at the name in braces
 * @param example a body that would be right
 */
record ApiCall(HttpServletRequest request, HttpServletResponse response, String id, String example, Size maxBody) {

    /** Does not block: the body was read before. */
    JsonFields fields() throws RefusedException {
        return new JsonFields(JsonBody.read(request, maxBody.bytes(), example));
    }

    /** The same for a file that people have made. */
    ObjectNode file() throws RefusedException {
        return JsonBody.readFile(request, maxBody.bytes(), example);
    }

    /** The same where the body may be left out. */
    JsonFields fieldsIfAny() throws RefusedException {
        return new JsonFields(JsonBody.readIfAny(request, maxBody.bytes(), example));
    }

    void reply(Object body) throws IOException {
        JsonReply.send(response, HttpServletResponse.SC_OK, body);
    }

    /** The filter let nobody else come here, if its rules are right; if they are not, the route stays closed. */
    Caller caller() throws RefusedException {
        return Caller.of(request)
                .orElseThrow(() -> new RefusedException(
                        Refusal.of(401, "Sign in first.").with("WWW-Authenticate", "Bearer realm=\"corral\"")));
    }
}
