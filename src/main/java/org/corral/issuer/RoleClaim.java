package org.corral.issuer;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The claim with the roles of the holder: a text with roles between blanks, or a list. */
final class RoleClaim {
    private final String name;

    RoleClaim(String name) {
        this.name = name;
    }

    Set<String> read(Map<String, Object> claims) {
        return texts(claims.containsKey(name) ? claims.get(name) : within(claims))
                .collect(Collectors.toSet());
    }

    /** {@code realm_access.roles} is the member {@code roles} of the object {@code realm_access}. */
    private @Nullable Object within(Map<String, Object> claims) {
        Object value = claims;
        for (String member : name.split("\\.", -1)) {
            value = value instanceof Map<?, ?> object ? object.get(member) : null;
        }
        return value;
    }

    private static Stream<String> texts(@Nullable Object value) {
        if (value instanceof String text) {
            return Arrays.stream(text.split(" ", -1)).filter(role -> !role.isEmpty());
        }
        return value instanceof Collection<?> list
                ? list.stream().filter(String.class::isInstance).map(String.class::cast)
                : Stream.empty();
    }
}
