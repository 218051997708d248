package dev.rapport.chat.auth;

import static java.util.Objects.requireNonNull;

/**
 * What is kept of a session while it lasts.
 *
 * @param conversation the conversation that it began with
 * @param plan name of the plan that its user's limits come from; empty for the default one
 */
public record KeptSession(String conversation, String plan) {
    public KeptSession {
        requireNonNull(conversation, "conversation");
        requireNonNull(plan, "plan");
    }
}
