package org.corral.access;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.issuer.IssuerTokens;
import org.corral.issuer.KeysUnavailableException;
import org.corral.issuer.TokenHolder;
import org.corral.issuer.TokenRefusedException;
import org.corral.settings.Role;

/** Lets requests pass by the roles in the tokens of another issuer: for web applications that keep no accounts. */
final class IssuerAuthenticator implements Authenticator {
    /** In a rule: every caller with a token, whatever its roles are. */
    static final String AUTHENTICATED = "authenticated";

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final IssuerTokens tokens;
    private final SameOrigin sameOrigin;

    IssuerAuthenticator(IssuerTokens tokens, SameOrigin sameOrigin) {
        this.tokens = tokens;
        this.sameOrigin = sameOrigin;
    }

    @Override
    public HttpServletRequest pass(String path, AccessRule rule, HttpServletRequest request) throws RefusedException {
        if (rule.role().isEmpty()) {
            return as(ifKnown(request), request);
        }
        TokenHolder holder = holder(request).orElseThrow(() -> IssuerRefusals.nobody(request));
        String needed = rule.role().get();
        if (!reaches(holder.roles(), needed)) {
            throw IssuerRefusals.roleMissing(needed);
        }
        return as(Optional.of(holder), request);
    }

    private static HttpServletRequest as(Optional<TokenHolder> holder, HttpServletRequest request) {
        return holder.<HttpServletRequest>map(
                        known -> new AuthenticatedRequest(request, known, role -> isInRole(known.roles(), role)))
                .orElse(request);
    }

    private Optional<TokenHolder> ifKnown(HttpServletRequest request) {
        try {
            return holder(request);
        } catch (RefusedException e) {
            return Optional.empty();
        }
    }

    private Optional<TokenHolder> holder(HttpServletRequest request) throws RefusedException {
        Optional<PresentedCredentials.Accepted<TokenHolder>> found =
                PresentedCredentials.in(request, false).accept(credential -> verified(credential.text()));
        if (found.isPresent() && !sameOrigin.permits(found.get().credential(), request)) {
            throw AccessRefusals.foreignOrigin();
        }
        return found.map(PresentedCredentials.Accepted::owner);
    }

    private TokenHolder verified(String token) throws RefusedException {
        try {
            return tokens.verify(token);
        } catch (TokenRefusedException e) {
            throw IssuerRefusals.invalidToken(e.expired());
        } catch (KeysUnavailableException e) {
            throw new RefusedException(Refusal.unavailable(
                    "Tokens can't be checked at present, because their issuer does not answer: try again shortly.",
                    RETRY_AFTER));
        }
    }

    /** A higher role is enough where the roles are Corral's own; other roles have no order. */
    private static boolean reaches(Set<String> has, String needed) {
        return needed.equals(AUTHENTICATED)
                || has.contains(needed)
                || Role.of(needed)
                        .filter(least -> has.stream()
                                .flatMap(role -> Role.of(role).stream())
                                .anyMatch(role -> role.compareTo(least) > 0))
                        .isPresent();
    }

    /** As in Corral itself, an admin is in the role {@code user} too. */
    private static boolean isInRole(Set<String> has, String role) {
        return has.contains(role) || (role.equals(Role.USER.text()) && has.contains(Role.ADMIN.text()));
    }

    @Override
    public void close() {
        tokens.close();
    }
}
