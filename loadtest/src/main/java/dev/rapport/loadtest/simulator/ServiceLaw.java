package dev.rapport.loadtest.simulator;

import java.util.Locale;

/** How service times vary. */
public enum ServiceLaw {
    /** All alike. */
    FIXED,
    /** Exponential: most are short, a few long, and how long one has taken says nothing of what is left. */
    EXPONENTIAL;

    /** As options and JSON say it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The law of this word.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static ServiceLaw ofWord(String word) {
        for (ServiceLaw law : values()) {
            if (law.word().equals(word)) {
                return law;
            }
        }
        throw new IllegalArgumentException("service-law: " + word + " (expected one of: fixed, exponential)");
    }
}
