package org.corral.bench;

import java.util.Arrays;

/** Times in nanoseconds, as many as there come. For one thread. */
final class Samples {
    private long[] nanos = new long[1 << 16];
    private int size;

    void add(long sample) {
        if (size == nanos.length) {
            nanos = Arrays.copyOf(nanos, size * 2);
        }
        nanos[size++] = sample;
    }

    int size() {
        return size;
    }

    /** @param share 0.5 for the median; the answer is NaN where there are no samples */
    double micros(double share) {
        if (size == 0) {
            return Double.NaN;
        }
        Arrays.sort(nanos, 0, size);
        return nanos[(int) (share * (size - 1))] / 1000.0;
    }
}
