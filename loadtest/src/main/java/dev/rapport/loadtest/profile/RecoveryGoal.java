package dev.rapport.loadtest.profile;

import org.jspecify.annotations.Nullable;

/**
 * What must hold again in the seconds after a disturbance. What is not said is the profile's strict limit, or else the
 * level before.
 *
 * @param p95 of E2E, at most
 * @param success at least
 */
public record RecoveryGoal(@Nullable Quantity p95, @Nullable Quantity success) {
    public static final RecoveryGoal UNSAID = new RecoveryGoal(null, null);

    public RecoveryGoal {
        Check.that(p95 == null || p95.unit().equals("ms"), "p95", p95 == null ? "" : p95.text(), "a time");
        Check.that(
                success == null || success.unit().equals("%"),
                "success",
                success == null ? "" : success.text(),
                "a percentage");
    }
}
