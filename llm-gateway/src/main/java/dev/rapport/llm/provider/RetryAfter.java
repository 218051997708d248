package dev.rapport.llm.provider;

import dev.rapport.llm.http.ProviderHttpException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Reads when a provider wants to be asked again: {@code retry-after-ms}, else {@code Retry-After} of RFC 9110, 10.2.3. */
final class RetryAfter {
    /** A longer wait is of no use to anybody here. */
    static final Duration MAX = Duration.ofDays(1);

    private RetryAfter() {}

    /** Empty if the provider did not say, or said nonsense. */
    static Optional<Duration> of(ProviderHttpException response, Instant now) {
        return response.header("retry-after-ms")
                .flatMap(text -> amount(text, 1))
                .or(() -> response.header("retry-after")
                        .flatMap(text -> amount(text, 1_000).or(() -> date(text, now))));
    }

    private static Optional<Duration> amount(String text, int millisEach) {
        try {
            double millis = Double.parseDouble(text.strip()) * millisEach;
            return millis >= 0 ? Optional.of(bounded(Duration.ofMillis((long) Math.ceil(millis)))) : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> date(String text, Instant now) {
        try {
            Instant then = ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(then.isBefore(now) ? Duration.ZERO : bounded(Duration.between(now, then)));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration wait) {
        return wait.compareTo(MAX) > 0 ? MAX : wait;
    }
}
