package org.corral.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.corral.http.RefusedException;
import org.corral.settings.Role;

/** Finds the account that sent a request, and lets the request pass if the rules allow its role. */
final class AccountAuthenticator implements Authenticator {
    private final CredentialVerifier verifier;
    private final AccountDirectory accounts;
    private final SameOrigin sameOrigin;

    AccountAuthenticator(CredentialVerifier verifier, AccountDirectory accounts, SameOrigin sameOrigin) {
        this.verifier = verifier;
        this.accounts = accounts;
        this.sameOrigin = sameOrigin;
    }

    @Override
    public HttpServletRequest pass(String path, AccessRule rule, HttpServletRequest request) throws RefusedException {
        boolean basic = OllamaPaths.isBelow(path);
        Optional<Caller> admitted;
        try {
            admitted = admit(path, rule, basic, request);
        } catch (RefusedException e) {
            throw e.refusal().status() == 401 ? AccessRefusals.explained(e, CredentialMistake.in(request, basic)) : e;
        }
        return admitted.<HttpServletRequest>map(caller -> new AuthenticatedRequest(request, caller, caller::isInRole))
                .orElse(request);
    }

    /** @return the caller; empty for an unknown caller on a path that anyone may use */
    private Optional<Caller> admit(String path, AccessRule rule, boolean basic, HttpServletRequest request)
            throws RefusedException {
        if (rule.lowest().isEmpty()) {
            // Beyond its scope a key stands for nobody, also on a path that anyone may use.
            return ifKnown(basic, request).filter(caller -> caller.proof().covers(path));
        }
        Role lowest = rule.lowest().get();
        Caller caller = caller(basic, request).orElseThrow(() -> AccessRefusals.nobody(request));
        if (!caller.proof().covers(path)) {
            throw AccessRefusals.outOfScope();
        }
        if (!caller.reaches(lowest)) {
            throw AccessRefusals.roleTooLow(caller.role(), lowest);
        }
        return Optional.of(caller);
    }

    /** On a path that anyone may use, an old cookie keeps nobody out: a browser that has one must be able to sign in. */
    private Optional<Caller> ifKnown(boolean basic, HttpServletRequest request) throws RefusedException {
        try {
            return caller(basic, request);
        } catch (RefusedException e) {
            if (e.refusal().status() >= 500) {
                // Else a sign-out would seem to have succeeded.
                throw e;
            }
            if (e.refusal().status() == 400) {
                SameOrigin.noteTwo(request, e);
            }
            return Optional.empty();
        }
    }

    private Optional<Caller> caller(boolean basic, HttpServletRequest request) throws RefusedException {
        Optional<PresentedCredentials.Accepted<Caller>> found =
                PresentedCredentials.in(request, basic).accept(credential -> verified(credential, request));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Credential credential = found.get().credential();
        if (!sameOrigin.permits(credential, request)) {
            throw AccessRefusals.foreignOrigin();
        }
        credential.noteIn(request);
        return Optional.of(found.get().owner());
    }

    private Caller verified(Credential credential, HttpServletRequest request) throws RefusedException {
        Proof proof = verifier.recognise(credential, request);
        // Looked up for every request: a token outlives its session and even its account, and the role in it may be
        // old.
        AccountSnapshot snapshot =
                accounts.find(proof).orElseThrow(() -> AccessRefusals.invalidToken(request, "This session has ended."));
        return Caller.of(snapshot, proof);
    }
}
