package dev.rapport.llm;

import static java.util.Objects.requireNonNull;

/**
 * Who answers.
 *
 * @param provider name from the configuration, or {@value #LOCAL}
 * @param model the provider's name for the model
 * @param notice for the person who reads the answer; empty when the first choice answered
 */
public record Source(String provider, String model, String notice) {
    /** The provider name of the local responder. */
    public static final String LOCAL = "local";

    public Source {
        requireNonNull(provider, "provider");
        requireNonNull(model, "model");
        requireNonNull(notice, "notice");
    }

    /** Whether no model was involved. */
    public boolean local() {
        return provider.equals(LOCAL);
    }
}
