package org.corral.http;

/** Carries a {@link Refusal} from where it is found to where the answer is written. Expected, so without a stack trace. */
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
