package dev.rapport.chat.turn;

import static java.util.Objects.requireNonNull;

import dev.rapport.chat.turn.Trait.Cardinality;
import dev.rapport.memory.RememberedFact;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;

/**
 * Something that is known of the user from earlier turns and still holds.
 *
 * @param since when the user said it
 * @param memoryId the memory that says it
 * @param cardinality whether it is the only value of its attribute
 * @param confidence of the rule that found it, 0 to 1
 * @param evidence how many memories say so
 */
public record KnownTrait(
        String attribute,
        String value,
        Instant since,
        String memoryId,
        Cardinality cardinality,
        float confidence,
        int evidence) {

    private static final Set<String> SENSITIVE =
            Set.of("health", "allergy", "diet", "gender", "pronouns", "nationality", "relationship", "partner");

    /** Rules that read a trait out of what is said of something else are less sure than this. */
    private static final float PLAIN_MIN = 0.75f;

    public KnownTrait {
        requireNonNull(attribute, "attribute");
        requireNonNull(value, "value");
        requireNonNull(since, "since");
        requireNonNull(memoryId, "memoryId");
        requireNonNull(cardinality, "cardinality");
    }

    /** One of several, said in so many words, once. */
    public KnownTrait(String attribute, String value, Instant since, String memoryId) {
        this(attribute, value, since, memoryId, Cardinality.MULTIPLE, 1, 1);
    }

    /** As the store has it. */
    public static KnownTrait of(RememberedFact fact) {
        return new KnownTrait(
                fact.attribute(),
                fact.value(),
                fact.since(),
                fact.memoryId(),
                fact.single() ? Cardinality.SINGLE : Cardinality.MULTIPLE,
                fact.confidence(),
                fact.evidence());
    }

    /** Whether it was never said in so many words, and only one message lets one think so. */
    public boolean implied() {
        return confidence < PLAIN_MIN && evidence < 2;
    }

    /**
     * Whether it tells, or lets guess, what the law protects: health, origin, creed and whom somebody loves (GDPR, article
     * 9). A relative's detail counts as the user's own.
     */
    public boolean sensitive() {
        return Arrays.stream(attribute.split("\\.", -1)).anyMatch(SENSITIVE::contains);
    }

    /** How a prompt says it, in one line. */
    public String line() {
        return "- " + attribute + ": " + RecalledMemory.oneLine(value);
    }

    /** How the user might have said it: {@code family.sister.home} is "My sister's home: Porto". */
    public String sentence() {
        String[] parts = attribute.split("\\.", 3);
        String what = parts.length == 3 ? parts[1] + "'s " + parts[2] : String.join(" ", parts);
        return "My " + what + ": " + RecalledMemory.oneLine(value);
    }
}
