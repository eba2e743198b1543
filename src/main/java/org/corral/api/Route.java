package org.corral.api;

import java.util.Optional;

/**
 * One method and path of the API.
 *
 * @param requirement is checked before the handler runs
 * @param method in upper case
 * @param path below the servlet's own, with at most one name in braces for any one segment
 * @param example a valid body, which is shown where a body is wrong; empty if the route takes no body
 */
record Route(RouteRequirement requirement, String method, String path, String example, Handler handler) {

    /** @return the segment at the braces, or empty text if the path has no braces; empty if the path does not match */
    Optional<String> match(String asked) {
        int at = path.indexOf('{');
        if (at < 0) {
            return asked.equals(path) ? Optional.of("") : Optional.empty();
        }
        String before = path.substring(0, at);
        String after = path.substring(path.indexOf('}') + 1);
        boolean around =
                asked.length() > before.length() + after.length() && asked.startsWith(before) && asked.endsWith(after);
        if (!around) {
            return Optional.empty();
        }
        String id = asked.substring(before.length(), asked.length() - after.length());
        return id.contains("/") ? Optional.empty() : Optional.of(id);
    }

    /** HEAD is answered as GET, whose body the server leaves out (RFC 9110, 9.3.2). */
    boolean takes(String asked) {
        return asked.equals(method) || (asked.equals("HEAD") && method.equals("GET"));
    }

    boolean takesBody() {
        return !example.isEmpty();
    }

    /** The route as a person would write it: {@code POST /api/v1/auths/signin with the JSON body {…}}. */
    String text(String root) {
        return method + " " + root + path + (example.isEmpty() ? "" : " with the JSON body " + example);
    }
}
