package dev.rapport.llm.cache;

import static java.util.Objects.requireNonNull;

import dev.rapport.llm.LlmRequest;
import dev.rapport.llm.LlmRequest.Message;
import dev.rapport.llm.Sampling;
import dev.rapport.llm.config.AliasConfig;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Whose question it is, and which.
 *
 * @param user who asks; a part of the key itself and not only of the hash, so that no answer of one user can be another's,
 *     whatever the hash does
 * @param sha256 of all that the answer depends on, in hex
 */
public record CacheKey(String user, String sha256) {
    public CacheKey {
        requireNonNull(user, "user");
        requireNonNull(sha256, "sha256");
    }

    /** The key of a request; empty if its answer may be neither kept nor shared. */
    public static Optional<CacheKey> of(LlmRequest request, AliasConfig alias) {
        String version = request.grounds().version();
        boolean mayKeep = !version.isEmpty()
                && !request.prompt().continues() // half an answer is nobody else's
                && request.prompt().form().isText() // a call is an act: who asks again wants it again
                && request.prompt().messages().stream().noneMatch(Message::isOfTools);
        if (!mayKeep || !alias.caches(request.prompt().sampling().temperature())) {
            return Optional.empty();
        }
        Fields fields = new Fields();
        fields.add(version);
        addAlias(fields, alias);
        addPrompt(fields, request.prompt());
        addSampling(fields, request.prompt().sampling());
        return Optional.of(new CacheKey(request.asker().user(), fields.hash()));
    }

    /* The targets too: after a change of the configuration the same alias means other models. */
    private static void addAlias(Fields fields, AliasConfig alias) {
        fields.add(alias.name());
        fields.add(alias.targets().size());
        for (AliasConfig.Target target : alias.targets()) {
            fields.add(target.provider());
            fields.add(target.model());
        }
        fields.add(alias.temperature());
    }

    private static void addPrompt(Fields fields, LlmRequest.Prompt prompt) {
        fields.add(prompt.answerTokensMax());
        fields.add(prompt.messages().size());
        for (Message message : prompt.messages()) {
            fields.add(message.role().name());
            fields.add(message.text());
        }
    }

    private static void addSampling(Fields fields, Sampling sampling) {
        fields.add(sampling.temperature());
        fields.add(sampling.topP());
        fields.add(sampling.frequencyPenalty());
        fields.add(sampling.presencePenalty());
        fields.add(sampling.stops().size());
        sampling.stops().forEach(fields::add);
    }

    /** A hash of fields, each with its length before it, so that "ab", "c" is not "a", "bc". */
    private static final class Fields {
        private final MessageDigest digest = sha256();

        void add(long value) {
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(value).flip());
        }

        void add(OptionalDouble value) {
            add(value.isPresent() ? 1 : 0);
            add(Double.doubleToLongBits(value.orElse(0)));
        }

        /* As chars: an encoder would make a question mark of half a surrogate pair, and so two texts one. */
        void add(String text) {
            add(text.length());
            ByteBuffer bytes = ByteBuffer.allocate(Character.BYTES * text.length());
            bytes.asCharBuffer().put(text);
            digest.update(bytes);
        }

        String hash() {
            return HexFormat.of().formatHex(digest.digest());
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("SHA-256: missing (expected: in every JDK)", impossible);
            }
        }
    }
}
