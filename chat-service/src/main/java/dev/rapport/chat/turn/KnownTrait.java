package dev.rapport.chat.turn;

import java.time.Instant;
import java.util.Arrays;
import java.util.Set;

/**
 * Something that is known of the user from earlier turns and still holds.
 *
 * @param since when the user said it
 * @param memoryId the memory that says it
 */
public record KnownTrait(String attribute, String value, Instant since, String memoryId) {

    private static final Set<String> SENSITIVE =
            Set.of("health", "allergy", "diet", "gender", "pronouns", "nationality", "relationship", "partner");

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
