package dev.rapport.chat.turn;

import static java.util.Objects.requireNonNull;

/**
 * Something the user's message says of the user.
 *
 * @param attribute from a closed list, for example {@code home} or {@code family.sister.home}; lower case, dots
 * @param value a literal part of the message, trimmed
 * @param cardinality whether a newer value closes an older one
 * @param polarity whether the message affirms or denies it
 * @param confidence 0 to 1
 */
public record Trait(String attribute, String value, Cardinality cardinality, Polarity polarity, float confidence) {
    public Trait {
        requireNonNull(attribute, "attribute");
        requireNonNull(value, "value");
        requireNonNull(cardinality, "cardinality");
        requireNonNull(polarity, "polarity");
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("confidence: " + confidence + " (expected: 0..1)");
        }
    }

    /** How many values hold at one time. */
    public enum Cardinality {
        SINGLE,
        MULTIPLE
    }

    /** Yes or no. */
    public enum Polarity {
        AFFIRMED,
        /** "I no longer", "I do not have": closes the value. */
        DENIED
    }
}
