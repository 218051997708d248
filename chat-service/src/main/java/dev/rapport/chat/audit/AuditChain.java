package dev.rapport.chat.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Links records by hash: each hash is SHA-256 over the hash before it and the record's line, so that a record cannot be
 * changed, taken out or put in without every later hash being wrong (Schneier and Kelsey, "Secure audit logs to support
 * computer forensics", 1999, without their key evolution). A cut at the end shows only against a hash kept elsewhere.
 */
final class AuditChain {
    /** What the first record of a chain follows. */
    static final String GENESIS = "0".repeat(64);

    private AuditChain() {}

    static String link(String previousHash, String line) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(previousHash.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(sha256.digest(line.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
