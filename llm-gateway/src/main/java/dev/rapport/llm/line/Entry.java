package dev.rapport.llm.line;

import java.time.Duration;

/** What came of standing in line. */
public sealed interface Entry {
    /** It may be sent. */
    record Granted(Permit permit) implements Entry {}

    /** It cannot be served in time, or the line is full. To come back before {@code retryAfter} is no use. */
    record Limited(Duration retryAfter) implements Entry {}

    /** Its time was up, against what was expected when it was let in. */
    record Late() implements Entry {}

    /** The provider is down or pauses, and another one may be asked. */
    record NoRoom() implements Entry {}

    /** It was taken out by {@link Line.Place#leave}. */
    record Left() implements Entry {}
}
