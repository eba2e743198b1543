package org.corral.it;

/** Somebody who has signed in. */
public record Person(String id, String email, String password, String token) {
    /** The header line that proves it. */
    public String bearer() {
        return "Authorization: Bearer " + token;
    }
}
