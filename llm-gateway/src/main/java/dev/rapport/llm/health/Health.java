package dev.rapport.llm.health;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** The health of all configured providers. Thread-safe. */
public final class Health {
    private final Map<String, ProviderHealth> providers = new LinkedHashMap<>();

    /**
     * All healthy, and unproven.
     *
     * @param providers their names and whether to find out how much each carries
     * @param clock for the breakers, which keep their own windows
     * @param nanoClock monotonic
     */
    public Health(Map<String, HealthSettings> providers, Clock clock, LongSupplier nanoClock) {
        providers.forEach(
                (name, settings) -> this.providers.put(name, new ProviderHealth(name, settings, clock, nanoClock)));
    }

    /**
     * The health of one.
     *
     * @throws NullPointerException if there is no such provider
     */
    public ProviderHealth of(String provider) {
        return requireNonNull(providers.get(provider), provider);
    }

    /** How each one is, in the order of the configuration. */
    public Map<String, HealthState> states() {
        Map<String, HealthState> states = new LinkedHashMap<>();
        providers.forEach((name, health) -> states.put(name, health.state()));
        return states;
    }
}
