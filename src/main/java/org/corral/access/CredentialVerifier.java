package org.corral.access;

import jakarta.servlet.http.HttpServletRequest;
import org.corral.http.RefusedException;
import org.corral.token.TokenRejectedException;
import org.corral.token.TokenVerifier;

/** Verifies credentials of every kind. */
public final class CredentialVerifier {
    private final TokenVerifier verifier;
    private final ApiKeyDirectory apiKeys;
    private final OllamaSignatures signatures;

    public CredentialVerifier(TokenVerifier verifier, ApiKeyDirectory apiKeys, OllamaSignatures signatures) {
        this.verifier = verifier;
        this.apiKeys = apiKeys;
        this.signatures = signatures;
    }

    /** @throws RefusedException 401 if the credential is invalid */
    Proof recognise(Credential credential, HttpServletRequest request) throws RefusedException {
        if (credential.place() == Credential.Place.SIGNATURE) {
            return signatures.recognise(credential.text(), request);
        }
        if (credential.isApiKey()) {
            return apiKeys.find(credential.text()).orElseThrow(AccessRefusals::unknownApiKey);
        }
        try {
            return new Proof.Token(verifier.verify(credential.text()));
        } catch (TokenRejectedException e) {
            throw AccessRefusals.invalidToken(request, why(e));
        }
    }

    private static String why(TokenRejectedException e) {
        return switch (e.reason()) {
            case EXPIRED -> "The token has expired.";
            case NOT_YET -> "The clocks of the servers differ by more than 15 minutes: tell an admin.";
            default -> "The token is not valid here.";
        };
    }
}
