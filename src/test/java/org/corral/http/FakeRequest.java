package org.corral.http;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request without a container. What it does not know throws, so that a test never passes by accident. */
public final class FakeRequest {
    private final String method;
    private final String pathInfo;
    private String context = "";
    private String servlet = "";
    private String protocol = "HTTP/1.1";
    private String scheme = "http";
    private String host = "localhost";
    private int port = 8080;
    private String peer = "127.0.0.1";
    private byte[] body = {};
    private @Nullable String query;
    private @Nullable Principal principal;
    private final Map<String, List<String>> headers = new HashMap<>();
    private final Map<String, String> parameters = new HashMap<>();
    private final Map<String, Object> attributes = new HashMap<>();

    private FakeRequest(String method, String pathInfo) {
        this.method = method;
        this.pathInfo = pathInfo;
    }

    /** @param path below the servlet's own, decoded */
    public static FakeRequest of(String method, String path) {
        return new FakeRequest(method, path);
    }

    public FakeRequest context(String path) {
        context = path;
        return this;
    }

    public FakeRequest servlet(String path) {
        servlet = path;
        return this;
    }

    public FakeRequest protocol(String version) {
        protocol = version;
        return this;
    }

    public FakeRequest query(String text) {
        query = text;
        return this;
    }

    public FakeRequest at(String scheme, String host, int port) {
        this.scheme = scheme;
        this.host = host;
        this.port = port;
        return this;
    }

    public boolean isHttps() {
        return scheme.equals("https");
    }

    public FakeRequest from(String address) {
        peer = address;
        return this;
    }

    public FakeRequest header(String name, String value) {
        headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                .add(value);
        return this;
    }

    public FakeRequest cookie(String name, String value) {
        return header("Cookie", name + "=" + value);
    }

    public FakeRequest parameter(String name, String value) {
        parameters.put(name, value);
        return this;
    }

    public FakeRequest principal(Principal who) {
        principal = who;
        return this;
    }

    public FakeRequest json(String text) {
        body = text.getBytes(StandardCharsets.UTF_8);
        if (body.length > 0) {
            attributes.put(ReadBody.class.getName(), new InMemory(body));
        }
        return header("Content-Type", "application/json");
    }

    public HttpServletRequest build() {
        return (HttpServletRequest) Proxy.newProxyInstance(
                FakeRequest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, called, arguments) -> answer(called.getName(), arguments == null ? new Object[0] : arguments));
    }

    private @Nullable Object answer(String called, Object[] arguments) {
        return switch (called) {
            case "getMethod" -> method;
            case "getContextPath" -> context;
            case "getServletPath" -> servlet;
            case "getPathInfo" -> pathInfo.isEmpty() ? null : pathInfo;
            case "getRequestURI" -> context + servlet + pathInfo;
            case "getQueryString" -> query;
            case "getProtocol" -> protocol;
            case "getScheme" -> scheme;
            case "isSecure" -> scheme.equals("https");
            case "getServerName" -> host;
            case "getServerPort" -> port;
            case "getRemoteAddr" -> peer;
            case "getUserPrincipal" -> principal;
            case "getContentType" -> first("content-type");
            case "getContentLengthLong" -> (long) body.length;
            case "getInputStream" -> new Body(body);
            case "getHeader" -> first((String) arguments[0]);
            case "getHeaders" -> Collections.enumeration(values((String) arguments[0]));
            case "getHeaderNames" -> Collections.enumeration(headers.keySet());
            case "getParameter" -> parameters.get((String) arguments[0]);
            case "getAttribute" -> attributes.get((String) arguments[0]);
            case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
            default -> throw new UnsupportedOperationException(called);
        };
    }

    private List<String> values(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    private @Nullable String first(String name) {
        return values(name).stream().findFirst().orElse(null);
    }

    private static final class InMemory implements ReadBody {
        private final byte[] bytes;

        InMemory(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public byte[] bytes() {
            return bytes.clone();
        }

        @Override
        public void takes(long more) {
            // There is as much as anybody wants.
        }
    }

    private static final class Body extends ServletInputStream {
        private final ByteArrayInputStream bytes;

        Body(byte[] bytes) {
            this.bytes = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] into, int from, int most) {
            return bytes.read(into, from, most);
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException("setReadListener");
        }
    }
}
