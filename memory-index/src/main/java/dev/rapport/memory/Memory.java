package dev.rapport.memory;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Something the user once said, verbatim.
 *
 * @param id the same for the same words, see {@link NewMemory#id}
 * @param toldAt when the user said it
 * @param turnId the turn in which it was said
 * @param model what made the vector, see {@link Embedder#model}
 */
public record Memory(String id, String text, Instant toldAt, String turnId, QuantizedVector vector, String model) {
    public Memory {
        requireNonNull(id, "id");
        requireNonNull(text, "text");
        requireNonNull(toldAt, "toldAt");
        requireNonNull(turnId, "turnId");
        requireNonNull(vector, "vector");
        requireNonNull(model, "model");
    }
}
