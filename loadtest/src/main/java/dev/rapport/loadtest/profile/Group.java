package dev.rapport.loadtest.profile;

import dev.rapport.loadtest.profile.Profile.Burst;
import dev.rapport.loadtest.profile.Profile.Closed;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Users within a phase who are nobody else, with a load of their own. Exactly one of {@code closed} and {@code burst} is there.
 *
 * @param name of the phase that their requests are recorded as, so that {@code chat@NAME.e2e.p95} is theirs; unique in the
 *     profile
 * @param plan they sign in with; empty to name none
 * @param at when they begin, after the phase's start
 */
public record Group(
        String name,
        String plan,
        Duration at,
        @Nullable Closed closed,
        @Nullable Burst burst) {
    public Group {
        Check.text("name", name);
        plan = Profile.or(plan, "");
        at = Profile.or(at, Duration.ZERO);
        Check.that(closed == null ^ burst == null, name, closed == null ? "no load" : "2 loads", "closed or burst");
        Check.that(
                burst == null || burst.bursts() == 1,
                name + ".bursts",
                burst == null ? 0 : burst.bursts(),
                "1 in a group");
    }

    /** How many they are. */
    public int users() {
        return closed != null ? closed.users() : burst != null ? burst.users() : 0;
    }
}
