package org.corral.body;

import jakarta.servlet.ServletInputStream;
import java.io.IOException;

/** What the server hands out of a request's body, read without blocking, and where it ends. Guarded by whoever owns it. */
public final class Inflow {
    private final ServletInputStream in;
    private final long length;
    private long read;

    /** @param length of the body, -1 if it is not known */
    public Inflow(ServletInputStream in, long length) {
        this.in = in;
        this.length = length;
    }

    /**
     * Whether all has been read. Where the length tells it the server is not asked: Tomcat, asked for what is available
     * after the end, forgets a request that came together with this one.
     */
    public boolean isAtEnd() throws IOException {
        // To Payara a body is finished when it has arrived, to Tomcat when it has been read.
        return length < 0 ? in.isFinished() && in.available() == 0 : read >= length;
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
