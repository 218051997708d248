package dev.rapport.llm.health;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * When a provider counts as down, and what may be asked of it.
 *
 * @param adaptive whether to find out by its times to first token how many calls it carries
 * @param window over which failures are counted
 * @param callsMin fewer calls in the window prove nothing. Not more, because a dead provider costs each process so many
 * @param failuresPercent from which it counts as down
 * @param openMin first pause of a provider that is down; doubles up to {@code openMax}
 */
public record HealthSettings(
        boolean adaptive, Duration window, int callsMin, int failuresPercent, Duration openMin, Duration openMax) {
    /** Half of at least 5 calls within 10 s failed: 5 s of pause, then 10 s and so on to a minute. */
    public static final HealthSettings DEFAULT =
            new HealthSettings(true, Duration.ofSeconds(10), 5, 50, Duration.ofSeconds(5), Duration.ofSeconds(60));

    public HealthSettings {
        requireNonNull(window, "window");
        requireNonNull(openMin, "openMin");
        requireNonNull(openMax, "openMax");
    }

    /** The same, with a fixed bound on calls under way instead of one that adapts. */
    public HealthSettings withoutAdaption() {
        return new HealthSettings(false, window, callsMin, failuresPercent, openMin, openMax);
    }
}
