package dev.rapport.memory.embed;

import dev.rapport.memory.Embedder;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The embedder that was chosen, and what stands in for it.
 *
 * @param main makes the vectors that are kept, and those of questions while there is time
 * @param fast makes a question's vector in microseconds, to be compared with those of {@code main}; empty if nothing does,
 *     or {@code main} is fast itself
 * @param problem why {@code main} is not the one that was chosen; empty if it is
 */
public record Embedders(Embedder main, Optional<Embedder> fast, Optional<String> problem) implements AutoCloseable {
    /** Which model. */
    public enum Choice {
        /** {@link MiniLmEmbedder}. */
        MINILM,
        /** {@link BgeSmallEmbedder}. */
        BGE_SMALL,
        /** {@link StaticEmbedder}. */
        STATIC;

        /** As in the settings, for example {@code bge-small}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Loads the embedder of that choice, or the static one if ONNX Runtime does not run on this machine.
     *
     * @throws java.io.UncheckedIOException if a model is not on the class path; the message says which library to put where
     */
    public static Embedders load(Choice choice) {
        return switch (choice) {
            case MINILM -> withStandIn(MiniLmEmbedder::load, StaticEmbedder.load());
            case BGE_SMALL -> withStandIn(BgeSmallEmbedder::load, StaticEmbedder.load());
            case STATIC -> new Embedders(StaticEmbedder.load(), Optional.empty(), Optional.empty());
        };
    }

    static Embedders withStandIn(Supplier<Embedder> loader, Embedder standIn) {
        try {
            Embedder main = loader.get();
            boolean areComparable = main.space().equals(standIn.space());
            return new Embedders(main, areComparable ? Optional.of(standIn) : Optional.empty(), Optional.empty());
        } catch (EmbedderUnavailable e) {
            return new Embedders(standIn, Optional.empty(), Optional.of(String.valueOf(e.getMessage())));
        }
    }

    /** Frees what is outside the heap. */
    @Override
    public void close() {
        switch (main) {
            case MiniLmEmbedder miniLm -> miniLm.close();
            case BgeSmallEmbedder bge -> bge.close();
            default -> {} // has nothing there
        }
    }
}
