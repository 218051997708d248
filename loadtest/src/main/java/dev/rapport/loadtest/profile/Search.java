package dev.rapport.loadtest.profile;

import dev.rapport.loadtest.profile.Profile.Message;
import java.time.Duration;

/**
 * An open load that grows until it breaks, and then halves in on the breaking point.
 *
 * @param from chats a second
 * @param factor of each step
 * @param step length of each
 * @param precision ends when the interval is so narrow, relative
 * @param users sessions
 */
public record Search(
        double from, double factor, Duration step, double precision, int stepsMax, int users, Message message) {
    public Search {
        step = Profile.or(step, Duration.ofSeconds(10));
        message = Profile.or(message, Message.SHORT);
        Check.that(from > 0 && from <= Profile.RATE_MAX, "from", from, "above 0.." + Profile.RATE_MAX);
        Check.that(factor > 1 && factor <= 10, "factor", factor, "above 1..10");
        Check.that(precision > 0 && precision < 1, "precision", precision, "above 0, below 1");
        Check.range("steps_max", stepsMax, 2, 100);
        Check.range("users", users, 1, Profile.USERS_MAX);
    }
}
