package org.corral.access;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Optional;
import org.corral.ollama.AllowList;
import org.corral.settings.Role;

/**
 * The person who sent a request, with the current state of their account.
 *
 * @param role the role of the account, which may differ from the claim in the token
 * @param models that the account may use
 * @param proof by which the caller was recognised
 */
public record Caller(String id, String email, String name, Role role, AllowList models, Proof proof)
        implements Principal {

    /** The caller who was recognised by this proof. */
    public static Caller of(AccountSnapshot snapshot, Proof proof) {
        return new Caller(snapshot.id(), snapshot.email(), snapshot.name(), snapshot.role(), snapshot.models(), proof);
    }

    /** The caller of this request; empty if the rules let anyone pass and the caller is unknown. */
    public static Optional<Caller> of(HttpServletRequest request) {
        return request.getUserPrincipal() instanceof Caller caller ? Optional.of(caller) : Optional.empty();
    }

    /** The e-mail address, for logs of the server and {@code getRemoteUser()}. */
    @Override
    public String getName() {
        return email;
    }

    /** An admin is in the role {@code user} too; an approved account is not in {@code pending}. */
    boolean isInRole(String name) {
        return role.text().equals(name)
                || (role == Role.ADMIN && Role.USER.text().equals(name));
    }

    /** Whether the caller has no credential, because corral.auth is off. */
    public boolean isLocal() {
        return proof instanceof Proof.Local;
    }

    /** Whether the account may do what this role may; an admin may do what a user may. */
    boolean reaches(Role lowest) {
        return role.compareTo(lowest) >= 0;
    }

    /** Without the proof, since principals are printed. */
    @Override
    public String toString() {
        return "Caller[" + id + ", " + role.text() + "]";
    }
}
