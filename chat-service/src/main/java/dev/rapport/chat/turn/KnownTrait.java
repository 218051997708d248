package dev.rapport.chat.turn;

import java.time.Instant;
import java.util.List;

/**
 * Something that is known of the user from earlier turns and still holds.
 *
 * @param since when the user said it
 * @param memoryId the memory that says it
 */
public record KnownTrait(String attribute, String value, Instant since, String memoryId) {

    /** How a prompt says it, in one line. */
    public String line() {
        return "- " + attribute + ": " + RecalledMemory.oneLine(value);
    }

    /** How the user might have said it: {@code family.sister.home} is "My sister home: Porto". */
    public String sentence() {
        String[] parts = attribute.split("\\.", -1);
        int from = parts.length > 2 ? 1 : 0; // the first of three is only a drawer
        return "My " + String.join(" ", List.of(parts).subList(from, parts.length)) + ": "
                + RecalledMemory.oneLine(value);
    }
}
