package dev.rapport.chat.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import java.io.IOException;
import java.text.ParseException;
import java.util.HashSet;
import java.util.Set;

/**
 * A compact JWS that is well-formed, and nothing more: whose it is, is known once {@link #isSignedBy} has said so.
 *
 * @param names of the header's fields
 */
record Jws(JWSObject object, Set<String> names) {

    /**
     * Parses a token. Never as anything but a JWS: an encrypted or unsigned token inside or in place of one is no token
     * (CVE-2026-29000 of pac4j).
     *
     * @throws dev.rapport.chat.turn.TurnFailed if it is malformed
     */
    static Jws parse(String token, int lengthMax) {
        if (!CompactJws.isCanonical(token, lengthMax)) {
            throw Claims.refused(
                    "the token is malformed (expected: a compact JWS of at most " + lengthMax + " characters)");
        }
        try {
            JWSObject object = JWSObject.parse(token);
            Set<String> names = new HashSet<>();
            StrictJson.object(object.getHeader().toBase64URL().decode())
                    .fieldNames()
                    .forEachRemaining(names::add);
            return new Jws(object, names);
        } catch (ParseException | IOException | IllegalArgumentException e) {
            throw Claims.refused("the token is malformed");
        }
    }

    JWSHeader header() {
        return object.getHeader();
    }

    /** Whether it says that it is signed with this key, by the key's own algorithm. */
    boolean isFor(VerifyingKey key) {
        return key.algorithm().equals(header().getAlgorithm()) && key.id().equals(header().getKeyID());
    }

    /** Whether it is signed with this key. */
    boolean isSignedBy(VerifyingKey key) {
        try {
            return isFor(key) && object.verify(key.verifier());
        } catch (JOSEException e) {
            return false;
        }
    }

    Claims claims() {
        return Claims.read(object.getPayload().toBytes());
    }
}
