package org.corral.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The body of a refusal, in the form that the clients of each part of the tree understand. */
enum ErrorShape {
    /** {@code {"detail":…}}, as Open WebUI's scripts read it. */
    API,
    /** {@code {"error":…,"detail":…}}: the first for Ollama's clients, the second for Open WebUI's. */
    OLLAMA,
    /** {@code {"error":{message,type,param,code}}} for the OpenAI SDKs. */
    OPENAI,
    /** {@code {"type":"error","error":{type,message}}} for the Anthropic SDKs. */
    ANTHROPIC;

    /**
     * The shape for a path. A path that lacks {@code /ollama} gets the shape of the clients that have left it out.
     *
     * @param path the path below the context path, as the caller sent it
     */
    static ErrorShape of(String path) {
        if (isUnder(path, "/api/v1")) {
            return API;
        }
        String below = isUnder(path, "/ollama") ? path.substring("/ollama".length()) : path;
        if (isUnder(below, "/v1/messages")) {
            return ANTHROPIC;
        }
        if (isUnder(below, "/v1")) {
            return OPENAI;
        }
        return isUnder(path, "/ollama") || isUnder(path, "/api") ? OLLAMA : API;
    }

    private static boolean isUnder(String path, String root) {
        return path.equals(root) || path.startsWith(root + "/");
    }

    Map<String, Object> body(Refusal refusal) {
        String text = refusal.text();
        Map<String, Object> body = new LinkedHashMap<>();
        switch (this) {
            case API -> body.put("detail", refusal.faults().isEmpty() ? text : rows(refusal.faults()));
            case OLLAMA -> {
                body.put("error", text);
                body.put("detail", text);
            }
            case OPENAI -> {
                Map<String, Object> error = new LinkedHashMap<>();
                error.put("message", text);
                error.put("type", type(refusal.status(), "api_error"));
                error.put("param", null);
                error.put("code", null);
                body.put("error", error);
            }
            case ANTHROPIC -> {
                Map<String, Object> error = new LinkedHashMap<>();
                error.put("type", type(refusal.status(), "api_error"));
                error.put("message", text);
                body.put("type", "error");
                body.put("error", error);
            }
        }
        return body;
    }

    private static String type(int status, String otherwise) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 429 -> "rate_limit_error";
            case 400, 405, 411, 413, 415, 422 -> "invalid_request_error";
            default -> otherwise;
        };
    }

    private static List<Map<String, Object>> rows(List<FieldFault> faults) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (FieldFault fault : faults) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("type", fault.type());
            row.put("loc", fault.loc());
            row.put("msg", fault.msg());
            // Scripts expect this field. It does not repeat the value that was sent, which may be a password.
            row.put("input", null);
            rows.add(row);
        }
        return rows;
    }
}
