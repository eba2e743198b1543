package org.corral.flow;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What becomes of an asynchronous request without a container. */
public final class FakeAsync implements AsyncContext {
    private final HttpServletRequest request;
    private Optional<? extends ServletResponse> response;
    private final List<String> ends = new ArrayList<>();
    private Optional<AsyncListener> listener = Optional.empty();
    private Optional<ServletResponse> listenersResponse = Optional.empty();
    private Optional<RuntimeException> refusal = Optional.empty();

    /** @param of that is made asynchronous */
    FakeAsync(HttpServletRequest of) {
        this(of, Optional.empty());
    }

    public FakeAsync(HttpServletRequest of, HttpServletResponse response) {
        this(of, Optional.of(response));
    }

    private FakeAsync(HttpServletRequest of, Optional<? extends ServletResponse> response) {
        this.response = response;
        this.request = new HttpServletRequestWrapper(of) {
            @Override
            public AsyncContext startAsync(ServletRequest given, ServletResponse answer) {
                FakeAsync.this.response = Optional.of(answer);
                return FakeAsync.this;
            }
        };
    }

    HttpServletRequest request() {
        return request;
    }

    /** "complete" and "dispatch", in the order in which they were called. */
    public List<String> ends() {
        return ends;
    }

    /** The server does not do what it is asked for next. */
    void refuseWith(RuntimeException how) {
        refusal = Optional.of(how);
    }

    /** The one that was added. */
    AsyncListener listener() {
        return listener.orElseThrow();
    }

    /** That a server could change when it calls the listener. */
    ServletResponse listenersResponse() {
        return listenersResponse.orElseThrow();
    }

    /** An event for {@link #listener()}. */
    AsyncEvent event() {
        return new AsyncEvent(this);
    }

    private void end(String how) {
        ends.add(how);
        Optional<RuntimeException> now = refusal;
        refusal = Optional.empty();
        if (now.isPresent()) {
            throw now.get();
        }
    }

    @Override
    public ServletRequest getRequest() {
        return request;
    }

    @Override
    public void dispatch() {
        end("dispatch");
    }

    @Override
    public void complete() {
        end("complete");
    }

    @Override
    public void setTimeout(long timeout) {}

    @Override
    public void addListener(AsyncListener added) {
        addListener(added, request, getResponse());
    }

    @Override
    public ServletResponse getResponse() {
        return response.orElseThrow();
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
    public void addListener(AsyncListener added, ServletRequest given, ServletResponse answer) {
        listener = Optional.of(added);
        listenersResponse = Optional.of(answer);
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
