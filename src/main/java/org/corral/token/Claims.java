package org.corral.token;

/** Names that the tokens use beside the registered claims of RFC 7519. */
final class Claims {
    static final String ACCOUNT = "id";
    static final String ROLE = "role";
    /** The era of the account; see {@link VerifiedToken#era()}. */
    static final String ERA = "era";

    static final String TYPE_HEADER = "typ";
    static final String TYPE = "JWT";

    private Claims() {}
}
