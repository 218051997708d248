package dev.rapport.llm.config;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A name for models, and who answers under it.
 *
 * @param targets in the order of preference, 0 to {@value #TARGETS_MAX}; none: the local responder answers
 * @param whenLimited what a request does when the first target's limit is reached
 * @param temperature empty for the provider's own
 */
public record AliasConfig(
        String name, List<Target> targets, WhenLimited whenLimited, OptionalDouble temperature, CacheMode cache) {
    /** More would only be tried after everybody has lost patience. */
    public static final int TARGETS_MAX = 16;

    public AliasConfig {
        requireNonNull(name, "name");
        requireNonNull(whenLimited, "whenLimited");
        requireNonNull(temperature, "temperature");
        requireNonNull(cache, "cache");
        targets = List.copyOf(targets);
        if (targets.size() > TARGETS_MAX) {
            throw new IllegalArgumentException("targets: " + targets.size() + " (expected: 0.." + TARGETS_MAX + ")");
        }
    }

    /**
     * Whether answers may be kept: off for any warmth unless it is asked for, since chance is then wanted.
     *
     * @param asked the temperature that the request itself asks for; empty for the alias's
     */
    public boolean caches(OptionalDouble asked) {
        OptionalDouble warmth = asked.isPresent() ? asked : temperature;
        return switch (cache) {
            case ON -> true;
            case OFF -> false;
            case AUTO -> warmth.isPresent() && warmth.getAsDouble() == 0;
        };
    }

    /** One model at one provider. */
    public record Target(String provider, String model) {
        public Target {
            requireNonNull(provider, "provider");
            requireNonNull(model, "model");
        }

        /** For metrics and prices, such as {@code openai/gpt-5.4-mini}. */
        public String name() {
            return provider + "/" + model;
        }
    }

    /** What a request does when the first target's limit is reached. */
    public enum WhenLimited {
        /** Waits in its line, as long as that can serve it in time. */
        WAIT,
        /** Goes to the next one that has room. */
        NEXT
    }

    /** Whether answers are kept. */
    public enum CacheMode {
        /** If the temperature is set to 0. */
        AUTO,
        ON,
        OFF
    }
}
