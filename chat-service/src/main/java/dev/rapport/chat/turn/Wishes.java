package dev.rapport.chat.turn;

import static java.util.Objects.requireNonNull;

import dev.rapport.llm.AnswerForm;
import dev.rapport.llm.Sampling;
import dev.rapport.llm.config.GatewayConfig;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a client asks for besides an answer to its message.
 *
 * @param dialogue the conversation, if the client keeps it itself
 * @param alias a name of the gateway's configuration
 * @param answerTokensMax most tokens of the answer, above 0; the service's own bound holds too
 * @param form what the answer may be besides text
 */
public record Wishes(
        Optional<Dialogue> dialogue, String alias, OptionalInt answerTokensMax, Sampling sampling, AnswerForm form) {
    /** Nothing: the service keeps the conversation and chooses. */
    public static final Wishes NONE =
            new Wishes(Optional.empty(), GatewayConfig.DEFAULT_ALIAS, OptionalInt.empty(), Sampling.NONE);

    /** Wishes for an answer that is text. */
    public Wishes(Optional<Dialogue> dialogue, String alias, OptionalInt answerTokensMax, Sampling sampling) {
        this(dialogue, alias, answerTokensMax, sampling, AnswerForm.TEXT);
    }

    public Wishes {
        requireNonNull(form, "form");
        requireNonNull(dialogue, "dialogue");
        requireNonNull(alias, "alias");
        requireNonNull(answerTokensMax, "answerTokensMax");
        requireNonNull(sampling, "sampling");
    }
}
