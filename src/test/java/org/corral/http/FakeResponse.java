package org.corral.http;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A response without a container, to be looked at afterwards. */
public final class FakeResponse {
    private int status = 200;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final List<Cookie> cookies = new ArrayList<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final HttpServletResponse proxy = (HttpServletResponse) Proxy.newProxyInstance(
            FakeResponse.class.getClassLoader(),
            new Class<?>[] {HttpServletResponse.class},
            (self, called, arguments) -> answer(called.getName(), arguments == null ? new Object[0] : arguments));

    public HttpServletResponse http() {
        return proxy;
    }

    public int status() {
        return status;
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    public Optional<Cookie> cookie(String name) {
        return cookies.stream().filter(cookie -> cookie.getName().equals(name)).findFirst();
    }

    public List<Cookie> cookies() {
        return List.copyOf(cookies);
    }

    public String text() {
        return body.toString(StandardCharsets.UTF_8);
    }

    public JsonNode json() {
        return Json.MAPPER.readTree(text());
    }

    private @Nullable Object answer(String called, Object[] arguments) {
        switch (called) {
            case "setStatus" -> status = (int) arguments[0];
            case "getStatus" -> {
                return status;
            }
            case "addHeader" -> add((String) arguments[0], (String) arguments[1]);
            case "setHeader" -> headers.put((String) arguments[0], (String) arguments[1]);
            case "getHeader" -> {
                return headers.get((String) arguments[0]);
            }
            case "setContentType" -> headers.put("Content-Type", (String) arguments[0]);
            case "setContentLength", "setContentLengthLong" -> headers.put("Content-Length", arguments[0].toString());
            case "setTrailerFields" -> headers.put("Trailers", "none");
            case "setCharacterEncoding", "flushBuffer" -> {}
            case "resetBuffer" -> body.reset();
            case "isCommitted" -> {
                return false;
            }
            case "getOutputStream" -> {
                return new Stream();
            }
            default -> throw new UnsupportedOperationException(called);
        }
        return null;
    }

    private void add(String name, String value) {
        headers.merge(name, value, (before, more) -> before + ", " + more);
        if (name.equals("Set-Cookie")) {
            cookies.add(WrittenCookie.parse(value));
        }
    }

    private final class Stream extends ServletOutputStream {
        @Override
        public void write(int b) {
            body.write(b);
        }

        @Override
        public void write(byte[] from, int at, int count) {
            body.write(from, at, count);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException("setWriteListener");
        }
    }
}
