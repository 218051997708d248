package dev.rapport.memory.index;

import dev.rapport.memory.DatedText;
import dev.rapport.memory.Embedder;
import dev.rapport.memory.Memory;
import dev.rapport.memory.QuantizedVector;
import java.lang.invoke.VarHandle;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Memories in slots, with the two indexes over them.
 *
 * <p>Many threads may read while one writes: a reader names the number of slots it knows of, and sees no others.
 */
final class Shelf {
    private final VectorIndex vectors;
    private final String space;
    private final Sessions sessions = new Sessions();
    private final LexicalIndex words = new LexicalIndex(sessions);
    private final Wordings wordings = new Wordings();
    private final Records records = new Records();

    /* The writer's. */
    private final SlotTable slotOfId = new SlotTable(records::key);
    private int size;
    private final AtomicInteger strangers = new AtomicInteger(); // the writer counts, others may look

    /** @param space of the vectors that questions will have, see {@link Embedder#space}; empty if it is that of all */
    Shelf(DotProduct dotProduct, String space) {
        this.vectors = new VectorIndex(dotProduct);
        this.space = space;
    }

    String space() {
        return space;
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

    /** When the memory in a slot was told. */
    Instant toldAt(int slot) {
        return records.toldAt(slot);
    }

    /** The memory in a slot, or {@code null} if it was removed a moment ago. */
    @Nullable
    Memory memory(int slot) {
        while (true) { // again if the memory was removed, or its vector replaced, in between
            Object before = records.stamp(slot);
            VarHandle.acquireFence(); // with those of clear() and naturalize()
            QuantizedVector vector = vectors.vector(slot);
            VarHandle.acquireFence();
            Memory memory = records.memory(slot, vector);
            if (memory == null || records.isStill(slot, before)) {
                return memory;
            }
        }
    }

    /** Puts a memory, which must not be there yet, into the next slot and returns that. */
    int add(Memory memory) {
        boolean isStranger = isStranger(memory);
        records.add(memory);
        vectors.add(isStranger ? QuantizedVector.NONE : memory.vector());
        if (isStranger) {
            strangers.incrementAndGet();
        }
        sessions.add(memory.toldAt());
        words.add(DatedText.of(memory.text(), memory.toldAt()));
        wordings.add(memory.text());
        slotOfId.put(size);
        return size++;
    }

    /**
     * Lets go of a memory: its words and its vector are overwritten at once. What stays, until the shelf is put together anew, is
     * in which slots each word stood.
     *
     * @return its slot, or -1 if there is no such memory
     */
    int remove(String id) {
        int slot = slotOfId.take(Records.key(id), candidate -> records.isNamed(candidate, id));
        if (slot >= 0) {
            clear(slot);
        }
        return slot;
    }

    /** The same for a slot whose memory is there. */
    void remove(int slot) {
        slotOfId.take(records.key(slot), candidate -> candidate == slot);
        clear(slot);
    }

    private void clear(int slot) {
        Memory memory = memory(slot);
        if (memory != null && isStranger(memory)) {
            strangers.decrementAndGet();
        }
        records.remove(slot);
        wordings.remove(slot);
        VarHandle.releaseFence();
        vectors.remove(slot);
    }

    /** Whether the memory's vector is another model's, so that it must not be compared and words alone can find it. */
    boolean isStranger(Memory memory) {
        return !space.isEmpty() && !Embedder.spaceOf(memory.model()).equals(space);
    }

    /** Memories put here whose vector is another model's, and was not replaced. */
    int strangers() {
        return strangers.get();
    }

    /**
     * Gives a stranger a vector of the questions' space. The writer's.
     *
     * @return its slot, or -1 if it is no memory any more, or no stranger
     */
    int naturalize(Memory again) {
        int slot = slotOfId.find(Records.key(again.id()), candidate -> records.isNamed(candidate, again.id()));
        Memory before = slot < 0 ? null : memory(slot);
        if (before == null || !isStranger(before) || isStranger(again)) {
            return -1;
        }
        vectors.set(slot, again.vector());
        VarHandle.releaseFence(); // who sees the model sees the vector
        records.remodel(slot, again);
        strangers.decrementAndGet();
        return slot;
    }

    int size() {
        return size;
    }

    /** Memories that were not removed. The writer's. */
    int live() {
        return slotOfId.count();
    }

    /** Memory held, estimated. The writer's. */
    long weightBytes() {
        return vectors.weightBytes()
                + words.weightBytes()
                + sessions.weightBytes()
                + wordings.weightBytes()
                + records.weightBytes()
                + slotOfId.weightBytes();
    }
}
