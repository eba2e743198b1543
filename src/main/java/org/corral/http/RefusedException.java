package org.corral.http;

/** Carries a {@link Refusal} to the code that writes the answer. It is expected, so it has no stack trace. */
public final class RefusedException extends Exception {
    private final transient Refusal refusal;

    public RefusedException(Refusal refusal) {
        super(refusal.text(), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
