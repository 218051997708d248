package dev.rapport.llm;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * How a complete answer ended.
 *
 * @param usage the sum of the parts
 * @param parts who gave the answer, in order; more than one if somebody else had to go on with it
 */
public record AnswerEnd(Finish finish, Usage usage, List<Part> parts) {
    public AnswerEnd {
        requireNonNull(finish, "finish");
        requireNonNull(usage, "usage");
        parts = List.copyOf(parts);
    }

    /** An answer of one part, of which nobody has worked out the cost. */
    public static AnswerEnd of(Finish finish, Usage usage) {
        return new AnswerEnd(finish, usage, List.of());
    }

    /** What the answer cost, in millionths of the price table's currency. */
    public long costMicros() {
        return parts.stream().mapToLong(Part::costMicros).sum();
    }

    /** Why the model stopped; {@link #wire} is the word of the OpenAI protocol. */
    public enum Finish {
        STOP("stop"),
        LENGTH("length"),
        CONTENT_FILTER("content_filter"),
        TOOL_CALLS("tool_calls"),
        /** It was stopped by who asked; such clients have no word of their own for it. */
        STOPPED("stop");

        private final String wire;

        Finish(String wire) {
            this.wire = wire;
        }

        public String wire() {
            return wire;
        }
    }
}
