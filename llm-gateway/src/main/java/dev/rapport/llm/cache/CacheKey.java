package dev.rapport.llm.cache;

import static java.util.Objects.requireNonNull;

import dev.rapport.llm.FieldDigest;
import dev.rapport.llm.LlmRequest;
import dev.rapport.llm.LlmRequest.Message;
import dev.rapport.llm.config.AliasConfig;
import java.util.HexFormat;
import java.util.Optional;

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
        FieldDigest fields = new FieldDigest();
        fields.add(version);
        addAlias(fields, alias);
        addPrompt(fields, request.prompt());
        fields.add(request.prompt().sampling());
        return Optional.of(new CacheKey(request.asker().user(), HexFormat.of().formatHex(fields.digest())));
    }

    /* The targets too: after a change of the configuration the same alias means other models. */
    private static void addAlias(FieldDigest fields, AliasConfig alias) {
        fields.add(alias.name());
        fields.add(alias.targets().size());
        for (AliasConfig.Target target : alias.targets()) {
            fields.add(target.provider());
            fields.add(target.model());
        }
        fields.add(alias.temperature());
    }

    private static void addPrompt(FieldDigest fields, LlmRequest.Prompt prompt) {
        fields.add(prompt.answerTokensMax());
        fields.add(prompt.messages().size());
        for (Message message : prompt.messages()) {
            fields.add(message.role().name());
            fields.add(message.text());
        }
    }
}
