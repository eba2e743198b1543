package org.corral.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.corral.settings.Role;
import org.corral.settings.Settings;
import org.corral.settings.Sources;
import org.corral.settings.TokenSettings;
import org.corral.storage.Database;
import org.corral.token.KeyRing;
import org.corral.token.TokenIssuer;
import org.corral.token.TokenRejectedException;
import org.corral.token.TokenVerifier;
import org.corral.token.VerifiedToken;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.OctJwkGenerator;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to verify a token that was seen before, and one that was not; and what jose4j alone takes for the like. */
@SuppressWarnings("NullAway.Init") // set up by JMH
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class TokenVerification {
    @Param({"RS256", "HS256", "ES256", "EdDSA"})
    public String algorithm = "";

    private Path data = Path.of("");
    private Database database;
    private TokenVerifier remembering;
    private TokenVerifier forgetful;
    private String token = "";
    private JwtConsumer consumer;
    private String bareToken = "";

    @Setup
    public void open() throws Exception {
        data = Files.createTempDirectory("corral-bench");
        Settings all = settings("10000");
        TokenSettings settings = all.token();
        database = Database.open(all.storage());
        KeyRing ring = KeyRing.open(database, settings, all.keys(), Clock.systemUTC());
        token = new TokenIssuer(ring, settings, Clock.systemUTC())
                .issue("account-1", Role.USER, 0)
                .text();
        remembering = new TokenVerifier(ring, settings, Clock.systemUTC());
        forgetful = new TokenVerifier(ring, settings("0").token(), Clock.systemUTC());
        openBare();
    }

    /** The same claims, a key of the same size, and the checks that jose4j's own documentation begins with. */
    private void openBare() throws JoseException {
        JsonWebKey key = key();
        JwtClaims claims = new JwtClaims();
        claims.setIssuer("corral");
        claims.setAudience("corral");
        claims.setSubject("account-1");
        claims.setStringClaim("id", "account-1");
        claims.setStringClaim("role", "user");
        claims.setGeneratedJwtId();
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(60);
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(algorithm);
        signature.setKey(key instanceof PublicJsonWebKey pair ? pair.getPrivateKey() : key.getKey());
        signature.setPayload(claims.toJson());
        bareToken = signature.getCompactSerialization();
        consumer = new JwtConsumerBuilder()
                .setVerificationKey(key.getKey())
                .setJwsAlgorithmConstraints(ConstraintType.PERMIT, algorithm)
                .setRequireExpirationTime()
                .setRequireSubject()
                .setExpectedIssuer("corral")
                .setExpectedAudience("corral")
                .build();
    }

    private JsonWebKey key() throws JoseException {
        return switch (algorithm) {
            case "HS256" -> OctJwkGenerator.generateJwk(256);
            case "ES256" -> EcJwkGenerator.generateJwk(EllipticCurves.P256);
            case "EdDSA" -> OkpJwkGenerator.generateJwk("Ed25519");
            default -> RsaJwkGenerator.generateJwk(3072);
        };
    }

    private Settings settings(String cache) throws Exception {
        return Settings.load(new Sources(
                Map.of(),
                Map.of(),
                Map.of(
                        "corral.data-dir",
                        data.toString(),
                        "corral.token-algorithm",
                        algorithm,
                        "corral.token-cache",
                        cache)));
    }

    @TearDown
    public void close() throws IOException {
        database.close();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Benchmark
    public VerifiedToken seenBefore() throws TokenRejectedException {
        return remembering.verify(token);
    }

    @Benchmark
    public VerifiedToken first() throws TokenRejectedException {
        return forgetful.verify(token);
    }

    @Benchmark
    public JwtClaims byJose4jAlone() throws InvalidJwtException {
        return consumer.processToClaims(bareToken);
    }
}
