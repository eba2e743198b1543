package org.corral.proxy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.corral.access.Caller;
import org.corral.ollama.Route;
import org.corral.upstream.Field;
import org.corral.upstream.RequestBody;

/**
 * A request whose head was admitted.
 *
 * @param path at Ollama, to the letter
 * @param target the path and the query, to the letter, but for what chooses the server
 * @param fields that go with it
 * @param at which servers it is for
 */
record AdmittedRequest(String path, String target, List<Field> fields, Caller caller, Route route, ServerChoice at) {
    AdmittedRequest {
        fields = List.copyOf(fields);
    }

    /** The fields for this body, whose media type may have changed since the request came. */
    List<Field> fieldsFor(Optional<RequestBody> body) {
        return body.flatMap(RequestBody::mediaType)
                .map(type -> Stream.concat(
                                fields.stream().filter(field -> !field.is("Content-Type")),
                                Stream.of(new Field("Content-Type", type)))
                        .toList())
                .orElse(fields);
    }
}
