package dev.rapport.memory.index;

import dev.rapport.memory.Embedding;
import java.io.IOException;

/** A way to find the nearest vectors, for comparison. */
interface NearestSearch extends AutoCloseable {
    /** The slots of the nearest, best first, at most {@code wanted}. */
    int[] nearest(Embedding question, int wanted) throws IOException;

    @Override
    default void close() throws IOException {}
}
