package dev.rapport.llm;

import static java.util.Objects.requireNonNull;

/**
 * What one provider did for an answer.
 *
 * @param complete whether it came to its end; false if it broke off or was cancelled
 * @param costMicros millionths of the price table's currency; 0 where no price is set
 */
public record Part(Source source, Usage usage, boolean complete, long costMicros) {
    public Part {
        requireNonNull(source, "source");
        requireNonNull(usage, "usage");
    }
}
