package org.corral.proxy;

import java.util.List;
import org.corral.access.Caller;
import org.corral.upstream.Field;

/**
 * What was permitted when the request came.
 *
 * @param path at Ollama, to the letter
 * @param target the path and the query, to the letter, but for what chooses the server
 * @param fields that go with it
 * @param at which servers it is for
 */
record Permission(String path, String target, List<Field> fields, Caller caller, Route route, Where at) {
    Permission {
        fields = List.copyOf(fields);
    }
}
