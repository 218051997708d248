package dev.rapport.memory;

import static java.util.Objects.requireNonNull;

/**
 * A memory that was found.
 *
 * @param score the rank among the found, higher is better; only to be compared within one search
 * @param cosine how near its meaning is to the question's, -1 to 1
 * @param lexical how much of the question's words it holds, weighted by how rare they are, 0 to 1
 */
public record Recalled(Memory memory, float score, float cosine, float lexical) {
    public Recalled {
        requireNonNull(memory, "memory");
    }
}
