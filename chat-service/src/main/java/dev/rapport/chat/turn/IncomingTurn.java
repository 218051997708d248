package dev.rapport.chat.turn;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * A message as it came over the wire: its form is checked, its sender is not.
 *
 * @param requestId for logs and support
 * @param authorization the Authorization header as it came; empty if there was none
 * @param conversation the one to go on with; empty for the session's own, {@link #NEW_CONVERSATION} for a new one
 * @param idempotencyKey the same for every attempt at this message
 * @param client who gets the answer
 * @param wishes what is asked for besides
 * @param begun what an instance that died has answered already; empty if nobody has
 */
public record IncomingTurn(
        String requestId,
        String authorization,
        String text,
        Optional<String> conversation,
        String idempotencyKey,
        Instant receivedAt,
        StageTimes times,
        TurnClient client,
        Wishes wishes,
        String begun) {

    /** Asks for a new conversation in a session that already has one. */
    public static final String NEW_CONVERSATION = "new";

    /** A message and nothing else. */
    public IncomingTurn(
            String requestId,
            String authorization,
            String text,
            Optional<String> conversation,
            String idempotencyKey,
            Instant receivedAt,
            StageTimes times,
            TurnClient client) {
        this(requestId, authorization, text, conversation, idempotencyKey, receivedAt, times, client, Wishes.NONE, "");
    }

    public IncomingTurn {
        requireNonNull(requestId, "requestId");
        requireNonNull(authorization, "authorization");
        requireNonNull(text, "text");
        requireNonNull(conversation, "conversation");
        requireNonNull(idempotencyKey, "idempotencyKey");
        requireNonNull(receivedAt, "receivedAt");
        requireNonNull(times, "times");
        requireNonNull(client, "client");
        requireNonNull(wishes, "wishes");
        requireNonNull(begun, "begun");
    }

    /** The same turn once more, by another instance. */
    public IncomingTurn goingOn(String answered) {
        return new IncomingTurn(
                requestId,
                authorization,
                text,
                conversation,
                idempotencyKey,
                receivedAt,
                times,
                client,
                wishes,
                answered);
    }

    /** Whether the conversation is kept here; otherwise the client keeps it. */
    public boolean keepsConversation() {
        return wishes.dialogue().isEmpty();
    }
}
