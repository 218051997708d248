package dev.rapport.memory.index;

import dev.rapport.memory.DatedText;
import dev.rapport.memory.Embedding;
import dev.rapport.memory.Memory;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Memories in slots, with the two indexes over them.
 *
 * <p>Many threads may read while one writes: a reader names the number of slots it knows of, and sees no others.
 */
final class Shelf {
    /** Estimated bytes of a memory beside its text: four objects, three short strings, the vector, the entry in a map. */
    private static final int MEMORY_SIZE = 640 + Embedding.DIMENSIONS;

    private final VectorIndex vectors;
    private final Sessions sessions = new Sessions();
    private final LexicalIndex words = new LexicalIndex(sessions);
    private final Wordings wordings = new Wordings();
    private volatile @Nullable Memory[] memories = new @Nullable Memory[16];
    private int size;
    private long textBytes;

    Shelf(VectorIndex vectors) {
        this.vectors = vectors;
    }

    VectorIndex vectors() {
        return vectors;
    }

    LexicalIndex words() {
        return words;
    }

    Sessions sessions() {
        return sessions;
    }

    Wordings wordings() {
        return wordings;
    }

    /** The memory in a slot, or {@code null} if it was removed a moment ago. */
    @Nullable
    Memory memory(int slot) {
        return memories[slot];
    }

    /** Puts a memory into the next slot and returns that. */
    int add(Memory memory) {
        if (size == memories.length) {
            memories = Arrays.copyOf(memories, size + size / 2);
        }
        memories[size] = memory;
        vectors.add(memory.vector());
        sessions.add(memory.toldAt());
        words.add(DatedText.of(memory.text(), memory.toldAt()));
        wordings.add(memory.text());
        textBytes += 2L * memory.text().length();
        return size++;
    }

    /** Lets go of the text at once: a user who had it removed should not find it in a heap dump. */
    void remove(int slot) {
        memories[slot] = null;
    }

    int size() {
        return size;
    }

    long weightBytes() {
        return vectors.weightBytes()
                + words.weightBytes()
                + sessions.weightBytes()
                + wordings.weightBytes()
                + (long) size * MEMORY_SIZE
                + textBytes;
    }
}
