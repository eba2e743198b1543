package org.corral.token;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.json.JsonUtil;

/** A token put together by hand, since no library would make most of these. */
final class Forgery {
    private final Map<String, Object> header = new LinkedHashMap<>();
    private final Map<String, Object> claims = new LinkedHashMap<>();

    /** What Corral itself would write with this key at this time. */
    Forgery(RingKey key, long now) {
        header.put("alg", key.algorithm().text());
        header.put("kid", key.id());
        header.put("typ", "JWT");
        claims.put("sub", "account-1");
        claims.put("id", "account-1");
        claims.put("jti", "token-1");
        claims.put("iat", now);
        claims.put("exp", now + 60);
        claims.put("iss", "issuer");
        claims.put("aud", "audience");
        claims.put("role", "user");
    }

    Forgery header(String name, Object value) {
        header.put(name, value);
        return this;
    }

    Forgery withoutHeader(String name) {
        header.remove(name);
        return this;
    }

    Forgery claim(String name, Object value) {
        claims.put(name, value);
        return this;
    }

    Forgery without(String name) {
        claims.remove(name);
        return this;
    }

    String unsigned() {
        return encode(JsonUtil.toJson(header)) + "." + encode(JsonUtil.toJson(claims));
    }

    String rs256(Key key) throws GeneralSecurityException {
        return rs256(unsigned(), key);
    }

    static String rs256(String unsigned, Key key) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign((PrivateKey) key);
        signature.update(unsigned.getBytes(StandardCharsets.US_ASCII));
        return unsigned + "." + encode(signature.sign());
    }

    String hs256(byte[] key) throws GeneralSecurityException {
        return hs256(unsigned(), key);
    }

    static String hs256(String unsigned, byte[] key) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return unsigned + "." + encode(mac.doFinal(unsigned.getBytes(StandardCharsets.US_ASCII)));
    }

    static String encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8));
    }

    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
