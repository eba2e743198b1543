package org.corral.token;

import java.util.Arrays;
import java.util.Optional;
import org.corral.settings.Secret;
import org.corral.settings.TokenAlgorithm;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.lang.JoseException;

/** Makes keys of rows, and texts for rows of keys. The texts are wrapped if there is a secret. */
final class KeyVault {
    private final Optional<KeyWrap> wrap;
    private final Optional<KeyWrap> formerWrap;

    KeyVault(Optional<Secret> secret, Optional<Secret> formerSecret) {
        this.wrap = secret.map(KeyWrap::new);
        this.formerWrap = formerSecret.map(KeyWrap::new);
    }

    String close(JsonWebKey key) {
        return close(KeyMaker.write(key), key.getKeyId(), key.getAlgorithm());
    }

    /** Wraps a row that was written before there was a secret, or with the former one. */
    void renew(SigningKey row) {
        if (wrap.isPresent() && !KeyWrap.isWrapped(row.material())) {
            row.rewrap(close(row.material(), row.id(), row.algorithm()));
        } else if (wrap.isPresent()) {
            formerWrap
                    .flatMap(former -> former.unwrap(row.material(), context(row)))
                    .ifPresent(plain -> row.rewrap(close(plain, row.id(), row.algorithm())));
        }
    }

    private String close(String plain, String id, String algorithm) {
        return wrap.map(present -> present.wrap(plain, context(id, algorithm))).orElse(plain);
    }

    RingKey open(SigningKey row) throws KeyRingException {
        try {
            JsonWebKey key = KeyMaker.read(plain(row));
            return new RingKey(row.id(), algorithm(row), key, KeyLife.of(row));
        } catch (JoseException e) {
            // Not kept as the cause, because its message quotes the key.
            throw damaged(row);
        }
    }

    private String plain(SigningKey row) throws KeyRingException {
        if (!KeyWrap.isWrapped(row.material())) {
            return row.material();
        }
        if (wrap.isEmpty()) {
            throw new KeyRingException("The signing keys in the database are wrapped, and corral.secret is not set:"
                    + " set it to the secret that this installation had before.");
        }
        return wrap.get()
                .unwrap(row.material(), context(row))
                .or(() -> formerWrap.flatMap(former -> former.unwrap(row.material(), context(row))))
                .orElseThrow(() -> new KeyRingException(
                        "corral.secret is not the secret that the signing keys in the database were wrapped with: set the"
                                + " former one as corral.former-secret, or, if it is lost, delete the rows of"
                                + " corral_signing_key, which ends all sessions."));
    }

    private static TokenAlgorithm algorithm(SigningKey row) throws KeyRingException {
        return Arrays.stream(TokenAlgorithm.values())
                .filter(each -> each.text().equals(row.algorithm()))
                .findFirst()
                .orElseThrow(() -> damaged(row));
    }

    private static KeyRingException damaged(SigningKey row) {
        return new KeyRingException("The signing key " + row.id() + " in the database is damaged: restore"
                + " corral_signing_key from a backup, or delete that row, which ends the sessions that it signed.");
    }

    private static String context(SigningKey row) {
        return context(row.id(), row.algorithm());
    }

    private static String context(String id, String algorithm) {
        return "corral_signing_key " + id + " " + algorithm;
    }
}
