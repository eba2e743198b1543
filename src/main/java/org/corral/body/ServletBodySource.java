package org.corral.body;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;

/** What the server hands out of a request's body, read without blocking, and where it ends. Guarded by whoever owns it. */
public final class ServletBodySource {
    private final ServletInputStream in;
    private final long length;
    private final boolean finishesEarly;
    private long read;

    /**
     * @param length of the body, -1 if it is not known
     * @param finishesEarly whether the server calls a body finished once that has arrived, though it was not read
     */
    public ServletBodySource(ServletInputStream in, long length, boolean finishesEarly) {
        this.in = in;
        this.length = length;
        this.finishesEarly = finishesEarly;
    }

    /** Of the body, in bytes; -1 if it is not known. */
    public long length() {
        return length;
    }

    /** From now on the server calls when there is something. On its thread. */
    public void callOn(ReadListener listener) {
        in.setReadListener(listener);
    }

    /**
     * Whether all has been read. Only where it is needed the server is asked what is available: Tomcat, asked for that after the
     * end, forgets a request that came together with this one, and meets the end of what a caller sends.
     */
    public boolean isAtEnd() throws IOException {
        return length < 0 ? in.isFinished() && (!finishesEarly || in.available() == 0) : read >= length;
    }

    /**
     * Whether something can be read; else the server will call when it can. Not to be asked at the end, where Tomcat would
     * call onAllDataRead() from here.
     */
    public boolean isReady() {
        return in.isReady();
    }

    /** @return how much was read; less than 0 if nothing more comes */
    public int read(byte[] into, int offset, int most) throws IOException {
        int count = in.read(into, offset, most);
        read += Math.max(0, count);
        return count;
    }
}
