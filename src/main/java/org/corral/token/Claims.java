package org.corral.token;

/** Names that the tokens use beside the registered claims of RFC 7519. */
final class Claims {
    static final String ACCOUNT = "id";
    static final String ROLE = "role";
    /** Of the account, as {@link VerifiedToken#era()} says. */
    static final String ERA = "era";

    static final String TYPE_HEADER = "typ";
    static final String TYPE = "JWT";

    private Claims() {}
}
