package dev.rapport.llm;

import static java.util.Objects.requireNonNull;

/** How a complete answer ended. */
public record AnswerEnd(Finish finish, Usage usage) {
    public AnswerEnd {
        requireNonNull(finish, "finish");
        requireNonNull(usage, "usage");
    }

    /** Why the model stopped; {@link #wire} is the word of the OpenAI protocol. */
    public enum Finish {
        STOP("stop"),
        LENGTH("length"),
        CONTENT_FILTER("content_filter"),
        TOOL_CALLS("tool_calls");

        private final String wire;

        Finish(String wire) {
            this.wire = wire;
        }

        public String wire() {
            return wire;
        }
    }
}
