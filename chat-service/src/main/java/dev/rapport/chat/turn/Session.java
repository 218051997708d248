package dev.rapport.chat.turn;

import static java.util.Objects.requireNonNull;

import dev.rapport.memory.Owner;
import java.time.Instant;

/**
 * A session whose token was checked and which has not ended.
 *
 * @param conversation the conversation that the session began with
 * @param expiresAt when the token ends
 * @param plan which limits hold for the user; a name of the gateway's configuration
 */
public record Session(Owner owner, String id, String conversation, Instant expiresAt, String plan) {
    public Session {
        requireNonNull(owner, "owner");
        requireNonNull(id, "id");
        requireNonNull(conversation, "conversation");
        requireNonNull(expiresAt, "expiresAt");
        requireNonNull(plan, "plan");
    }
}
