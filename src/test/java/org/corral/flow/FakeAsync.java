package org.corral.flow;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.ArrayList;
import java.util.List;

/** What becomes of an asynchronous request without a container. */
final class FakeAsync implements AsyncContext {
    private final HttpServletRequest request;
    private final List<String> ends = new ArrayList<>();

    /** @param of that is made asynchronous */
    FakeAsync(HttpServletRequest of) {
        this.request = new HttpServletRequestWrapper(of) {
            @Override
            public AsyncContext startAsync(ServletRequest given, ServletResponse response) {
                return FakeAsync.this;
            }
        };
    }

    HttpServletRequest request() {
        return request;
    }

    /** "complete" and "dispatch", in the order in which they were called. */
    List<String> ends() {
        return ends;
    }

    @Override
    public ServletRequest getRequest() {
        return request;
    }

    @Override
    public void dispatch() {
        ends.add("dispatch");
    }

    @Override
    public void complete() {
        ends.add("complete");
    }

    @Override
    public void setTimeout(long timeout) {}

    @Override
    public void addListener(AsyncListener listener) {}

    @Override
    public ServletResponse getResponse() {
        throw new UnsupportedOperationException("getResponse");
    }

    @Override
    public boolean hasOriginalRequestAndResponse() {
        throw new UnsupportedOperationException("hasOriginalRequestAndResponse");
    }

    @Override
    public void dispatch(String path) {
        throw new UnsupportedOperationException("dispatch");
    }

    @Override
    public void dispatch(ServletContext context, String path) {
        throw new UnsupportedOperationException("dispatch");
    }

    @Override
    public void start(Runnable work) {
        throw new UnsupportedOperationException("start");
    }

    @Override
    public void addListener(AsyncListener listener, ServletRequest given, ServletResponse response) {
        throw new UnsupportedOperationException("addListener");
    }

    @Override
    public <T extends AsyncListener> T createListener(Class<T> type) {
        throw new UnsupportedOperationException("createListener");
    }

    @Override
    public long getTimeout() {
        throw new UnsupportedOperationException("getTimeout");
    }
}
