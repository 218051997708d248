package dev.rapport.chat.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;

/**
 * A key that checks signatures, and the one algorithm it does so by: a token cannot choose another (RFC 8725 section 3.1).
 *
 * <p>Safe to share between threads: Nimbus's verifiers are.
 */
record VerifyingKey(String id, JWSAlgorithm algorithm, JWSVerifier verifier) {
    /** The least that NIST allows (SP 800-131A). */
    static final int RSA_BITS_MIN = 2_048;

    /** Above this one check takes a millisecond of the event loop. */
    static final int RSA_BITS_MAX = 8_192;

    /** An id is a name; it is looked up, never resolved. */
    static final int ID_LENGTH_MAX = 256;

    private static final Map<Curve, JWSAlgorithm> CURVES = Map.of(
            Curve.P_256, JWSAlgorithm.ES256,
            Curve.P_384, JWSAlgorithm.ES384,
            Curve.P_521, JWSAlgorithm.ES512);
    private static final Map<JWSAlgorithm, Integer> SECRET_BITS_MIN =
            Map.of(JWSAlgorithm.HS256, 256, JWSAlgorithm.HS384, 384, JWSAlgorithm.HS512, 512);

    /**
     * The key, if it may be used.
     *
     * @param allowed algorithms, in the order of preference for a key that names none
     * @throws IllegalArgumentException if it is for something else, too weak or broken; the message says which
     */
    static VerifyingKey of(JWK key, Collection<JWSAlgorithm> allowed) {
        String id = key.getKeyID();
        if (id == null || id.isEmpty() || id.length() > ID_LENGTH_MAX) {
            throw new IllegalArgumentException("kid: missing or too long (expected: 1.." + ID_LENGTH_MAX + ")");
        }
        if (key.getKeyUse() != null && !key.getKeyUse().equals(KeyUse.SIGNATURE)) {
            throw new IllegalArgumentException("use: " + key.getKeyUse() + " (expected: sig)");
        }
        if (key.getKeyOperations() != null && !key.getKeyOperations().contains(KeyOperation.VERIFY)) {
            throw new IllegalArgumentException("key_ops: " + key.getKeyOperations() + " (expected: verify)");
        }
        JWSAlgorithm algorithm = allowed.stream()
                .filter(name -> key.getAlgorithm() == null || key.getAlgorithm().equals(name))
                .filter(name -> fits(name, key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("alg: " + key.getAlgorithm() + " of a key of type "
                        + key.getKeyType() + " (expected: one of " + allowed + " that fits it)"));
        try {
            return new VerifyingKey(id, algorithm, verifier(key));
        } catch (JOSEException | IllegalStateException e) {
            throw new IllegalArgumentException("the key is broken: " + e.getMessage(), e);
        }
    }

    private static boolean fits(JWSAlgorithm algorithm, JWK key) {
        return switch (key) {
            case RSAKey _ -> JWSAlgorithm.Family.RSA.contains(algorithm);
            case ECKey ec -> algorithm.equals(CURVES.get(ec.getCurve()));
            case OctetSequenceKey secret ->
                SECRET_BITS_MIN.containsKey(algorithm)
                        && secret.toByteArray().length * Byte.SIZE >= SECRET_BITS_MIN.get(algorithm);
            default -> false;
        };
    }

    private static JWSVerifier verifier(JWK key) throws JOSEException {
        return switch (key) {
            case RSAKey rsa -> {
                requireSound(rsa);
                yield new RSASSAVerifier(rsa);
            }
            case ECKey ec -> new ECDSAVerifier(ec);
            default -> new MACVerifier(key.toOctetSequenceKey());
        };
    }

    private static void requireSound(RSAKey key) {
        BigInteger modulus = key.getModulus().decodeToBigInteger();
        BigInteger exponent = key.getPublicExponent().decodeToBigInteger();
        int bits = modulus.bitLength();
        if (bits < RSA_BITS_MIN || bits > RSA_BITS_MAX) {
            throw new IllegalArgumentException(
                    "n: " + bits + " bits (expected: " + RSA_BITS_MIN + ".." + RSA_BITS_MAX + ")");
        }
        if (exponent.bitLength() < 2 || exponent.bitLength() > Integer.SIZE || !exponent.testBit(0)) {
            throw new IllegalArgumentException("e: an exponent of " + exponent.bitLength()
                    + " bits (expected: an odd one from 3, at most 32 bits)");
        }
        if (Roca.isSuspect(modulus)) {
            throw new IllegalArgumentException("n: made by a library whose keys can be factored (CVE-2017-15361)");
        }
    }
}
