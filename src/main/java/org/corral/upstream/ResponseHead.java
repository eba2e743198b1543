package org.corral.upstream;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Status and fields of a response.
 *
 * @param status 100 to 999
 * @param minorVersion 0 or 1, of HTTP/1
 * @param fields in the order in which they came
 */
public record ResponseHead(int status, int minorVersion, List<Field> fields) {
    private static final int SWITCHING_PROTOCOLS = 101;

    public ResponseHead {
        fields = List.copyOf(fields);
    }

    /** The value of the first field of this name. */
    public Optional<String> first(String name) {
        return fields.stream().filter(field -> field.is(name)).map(Field::value).findFirst();
    }

    public boolean has(String name) {
        return fields.stream().anyMatch(field -> field.is(name));
    }

    /** Whether another one follows, which is the response (RFC 9110, 15.2). */
    boolean isInterim() {
        return status < 200 && status != SWITCHING_PROTOCOLS;
    }

    /** Whether the connection can carry another request, as far as this head says (RFC 9112, 9.3). */
    boolean keepsConnection() {
        return minorVersion == 1 && elements("Connection").noneMatch(option -> option.equalsIgnoreCase("close"));
    }

    /** The elements of all fields of this name, which is a list (RFC 9110, 5.6.1). */
    Stream<String> elements(String name) {
        return fields.stream()
                .filter(field -> field.is(name))
                .flatMap(field -> Arrays.stream(field.value().split(",", -1)))
                .map(String::strip)
                .filter(element -> !element.isEmpty());
    }
}
