package dev.rapport.chat.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.util.List;
import java.util.Set;

/**
 * The key that signs and checks our own tokens. One algorithm belongs to one key; a token cannot choose another.
 *
 * <p>Safe to share between threads: Nimbus's signers and verifiers are.
 */
public final class SigningKey {
    private static final int RSA_BITS = 2_048;
    private static final int HMAC_BITS = 256;

    private final JWK key;
    private final JWSSigner signer;
    private final VerifyingKey verifying;

    private SigningKey(JWK key, JWSAlgorithm algorithm) throws JOSEException {
        this.key = key;
        this.verifying = VerifyingKey.of(key, List.of(algorithm));
        if (algorithm.equals(JWSAlgorithm.RS256)) {
            this.signer = new RSASSASigner(key.toRSAKey());
        } else if (algorithm.equals(JWSAlgorithm.ES256)) {
            this.signer = new ECDSASigner(key.toECKey());
        } else {
            this.signer = new MACSigner(key.toOctetSequenceKey());
        }
    }

    /**
     * Reads the key from the folder, or makes it there. Of several processes that start at once the first makes it and
     * the others read that one.
     *
     * @param algorithmName RS256, ES256 or HS256
     * @throws IOException if the folder cannot be used or the file is no key of that algorithm; the message names it
     */
    public static SigningKey loadOrMake(Path folder, String algorithmName) throws IOException {
        JWSAlgorithm algorithm = JWSAlgorithm.parse(algorithmName);
        Path file = folder.resolve("jwt-" + algorithmName + ".json");
        try {
            if (!Files.exists(file)) {
                publish(generate(algorithm).toJSONString(), file);
            }
            return new SigningKey(JWK.parse(Files.readString(file)), algorithm);
        } catch (JOSEException | ParseException | RuntimeException e) {
            throw new IOException(
                    file + ": not a " + algorithmName + " key (expected: a JWK that this service made)", e);
        }
    }

    static SigningKey generated(String algorithmName) throws JOSEException {
        JWSAlgorithm algorithm = JWSAlgorithm.parse(algorithmName);
        return new SigningKey(generate(algorithm), algorithm);
    }

    /** What others need to check our tokens; empty for a shared secret (RFC 7517). */
    public String jwks() {
        return new JWKSet(key).toPublicJWKSet().toString();
    }

    String id() {
        return verifying.id();
    }

    JWSAlgorithm algorithm() {
        return verifying.algorithm();
    }

    JWSSigner signer() {
        return signer;
    }

    /** What checks its signatures. */
    VerifyingKey verifying() {
        return verifying;
    }

    private static JWK generate(JWSAlgorithm algorithm) throws JOSEException {
        if (algorithm.equals(JWSAlgorithm.RS256)) {
            return new RSAKeyGenerator(RSA_BITS)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(algorithm)
                    .keyIDFromThumbprint(true)
                    .generate();
        }
        if (algorithm.equals(JWSAlgorithm.ES256)) {
            return new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(algorithm)
                    .keyIDFromThumbprint(true)
                    .generate();
        }
        return new OctetSequenceKeyGenerator(HMAC_BITS)
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(algorithm)
                .keyIDFromThumbprint(true)
                .generate();
    }

    private static void publish(String json, Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path draft = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                "jwt",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(draft, json);
            Files.createLink(file, draft); // unlike a move, this fails if another process was first
        } catch (FileAlreadyExistsException e) {
            assert Files.exists(file) : Set.of(file);
        } finally {
            Files.delete(draft);
        }
    }
}
