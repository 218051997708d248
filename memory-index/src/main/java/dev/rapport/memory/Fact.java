package dev.rapport.memory;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * Something that a message says of its writer.
 *
 * @param attribute for example {@code home} or {@code family.sister.home}: lower case, digits, dots, hyphens and underscores
 * @param value 1 to {@value #VALUE_LENGTH_MAX} characters, not all blank
 * @param single whether a new value closes the old one; a user has one home and many likes
 * @param denied whether the message says that it is not, or no longer, so
 * @param confidence 0 to 1
 */
public record Fact(String attribute, String value, boolean single, boolean denied, float confidence) {
    /** Longest attribute. It is part of a key, so it costs memory once for each. */
    public static final int ATTRIBUTE_LENGTH_MAX = 64;

    /** Longest value. All of a user's facts are read with each turn, and stand in each prompt. */
    public static final int VALUE_LENGTH_MAX = 256;

    private static final Pattern ATTRIBUTE = Pattern.compile("[a-z][a-z0-9._-]{0," + (ATTRIBUTE_LENGTH_MAX - 1) + "}");

    public Fact {
        requireNonNull(attribute, "attribute");
        if (!ATTRIBUTE.matcher(attribute).matches()) {
            throw new IllegalArgumentException("attribute: " + attribute + " (expected: " + ATTRIBUTE.pattern() + ")");
        }
        Checks.requireText("value", value, VALUE_LENGTH_MAX);
        Checks.requireConfidence(confidence);
    }

    /**
     * Names the value: equal for values that differ only in case, spaces and punctuation at the ends.
     *
     * @param sealer the user's
     */
    public String valueKey(TextSealer sealer) {
        return sealer.name(NewMemory.normalized(value));
    }

    /** Whether it has the attribute and the value of another one, in whatever case, spaces and punctuation at the ends. */
    public boolean saysTheSame(Fact other) {
        return attribute.equals(other.attribute)
                && NewMemory.normalized(value).equals(NewMemory.normalized(other.value));
    }
}
