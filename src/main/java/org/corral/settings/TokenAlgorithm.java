package org.corral.settings;

/** How tokens are signed; {@link #text()} is the value of {@code alg} (RFC 7518 section 3.1, RFC 8037 section 3.1). */
public enum TokenAlgorithm {
    RS256("RS256"),
    HS256("HS256"),
    ES256("ES256"),
    EDDSA("EdDSA");

    private final String text;

    TokenAlgorithm(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
