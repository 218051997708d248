package dev.rapport.llm.health;

import static java.util.Objects.requireNonNull;

/**
 * How a provider is, for people and metrics.
 *
 * @param breaker {@code closed}, {@code half_open} or {@code open}
 * @param inFlight calls of this process under way
 * @param limit how many there may be at the most
 * @param failuresPercent of the calls in the breaker's window; below 0 if there were too few
 */
public record HealthState(String breaker, int inFlight, int limit, float failuresPercent) {
    public HealthState {
        requireNonNull(breaker, "breaker");
    }
}
