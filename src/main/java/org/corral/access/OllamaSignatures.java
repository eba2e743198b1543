package org.corral.access;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.corral.http.ClientAddress;
import org.corral.http.RefusedException;

/** Verifies the signatures of ollama programs. The body of a request is not signed. */
public final class OllamaSignatures {
    /** How far the clock of the caller may differ, and so how long a signature is valid. */
    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final OllamaKeyDirectory keys;
    private final ClientAddress clients;
    private final Clock clock;

    public OllamaSignatures(OllamaKeyDirectory keys, ClientAddress clients, Clock clock) {
        this.keys = keys;
        this.clients = clients;
        this.clock = clock;
    }

    /** @param field the value of {@code Authorization} */
    Proof.Signature recognise(String field, HttpServletRequest request) throws RefusedException {
        // The signature has the path without /ollama, so that it would also fit a path elsewhere.
        if (!request.getServletPath().equals(OllamaPaths.ROOT)) {
            throw AccessRefusals.signatureElsewhere();
        }
        SignedRequest signed = SignedRequest.read(field, request).orElseThrow(AccessRefusals::malformedSignature);
        // A difference of exactly five minutes is accepted.
        if (Duration.between(signed.time(), clock.instant().truncatedTo(ChronoUnit.SECONDS))
                        .abs()
                        .compareTo(WINDOW)
                > 0) {
            throw AccessRefusals.signedAtAnotherTime();
        }
        if (!signed.isGenuine()) {
            throw AccessRefusals.wrongSignature();
        }
        Proof.Signature proof = keys.find(signed.key()).orElseThrow(AccessRefusals::unknownOllamaKey);
        // A request that changes nothing may be repeated, so its signature need not be remembered.
        if (signed.changesState()
                && !keys.take(proof, signed.text(), signed.time().plus(WINDOW), clients.of(request))) {
            throw AccessRefusals.replayedSignature();
        }
        return proof;
    }
}
