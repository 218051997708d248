package dev.rapport.chat.turn;

import java.time.Instant;

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
}
