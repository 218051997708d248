package dev.rapport.chat.recall;

import dev.rapport.chat.turn.KnownTrait;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Names what is known of a user at one moment: equal knowledge has the same name on every instance, other knowledge
 * another.
 */
final class KnowledgeVersion {
    private static final int HASH_BYTES = 8; // beside a place in one user's log, which changes with nearly all of them

    private KnowledgeVersion() {}

    /* The traits too: they are read apart from the log, so one may be ahead of the other. */
    static String of(String position, List<KnownTrait> traits) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            traits.stream().map(KnowledgeVersion::text).sorted().forEach(trait -> {
                sha256.update(trait.getBytes(StandardCharsets.UTF_8));
                sha256.update((byte) 0);
            });
            return position + "/" + HexFormat.of().formatHex(sha256.digest(), 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String text(KnownTrait trait) {
        return String.join("\0", trait.attribute(), trait.value(), trait.since().toString(), trait.memoryId());
    }
}
