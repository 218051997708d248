package dev.rapport.chat.turn;

import static java.util.Objects.requireNonNull;

import dev.rapport.memory.Owner;
import java.time.Instant;

/**
 * A session whose token was checked and which has not ended.
 *
 * @param conversation the conversation that the session began with
 * @param plan name of the plan that the user's limits come from, as the application gave it; empty for the default one
 * @param expiresAt when the token ends
 */
public record Session(Owner owner, String id, String conversation, String plan, Instant expiresAt) {
    public Session {
        requireNonNull(owner, "owner");
        requireNonNull(id, "id");
        requireNonNull(conversation, "conversation");
        requireNonNull(plan, "plan");
        requireNonNull(expiresAt, "expiresAt");
    }
}
