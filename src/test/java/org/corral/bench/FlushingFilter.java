package org.corral.bench;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/**
 * Flushes after each write what a servlet writes under a {@link WriteListener}. Without it Jetty's proxy leaves a token in
 * Tomcat's buffer until 8 KB have come together.
 */
public final class FlushingFilter implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Answer answer = new Answer((HttpServletResponse) response);
        chain.doFilter(new Question((HttpServletRequest) request, answer), answer);
    }

    /** A request that takes the flushing answer along into its asynchronous part. */
    static final class Question extends HttpServletRequestWrapper {
        private final Answer answer;

        Question(HttpServletRequest request, Answer answer) {
            super(request);
            this.answer = answer;
        }

        @Override
        public AsyncContext startAsync() {
            return startAsync(this, answer);
        }
    }

    /** An answer that is flushed. */
    static final class Answer extends HttpServletResponseWrapper {
        Answer(HttpServletResponse response) {
            super(response);
        }

        @Override
        public ServletOutputStream getOutputStream() throws IOException {
            return new Output(super.getOutputStream());
        }
    }

    /** Has no state of its own, so that there may be several for one answer. */
    static final class Output extends ServletOutputStream {
        private final ServletOutputStream out;

        Output(ServletOutputStream out) {
            this.out = out;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            flush();
        }

        @Override
        public void write(int octet) throws IOException {
            out.write(octet);
            flush();
        }

        @Override
        public void flush() throws IOException {
            if (out.isReady()) {
                out.flush();
            }
        }

        @Override
        public boolean isReady() {
            return out.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            out.setWriteListener(listener);
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
