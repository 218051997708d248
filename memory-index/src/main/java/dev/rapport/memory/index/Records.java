package dev.rapport.memory.index;

import dev.rapport.memory.Memory;
import dev.rapport.memory.QuantizedVector;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of each memory beside its vector and its words' places, in slots: name, time, turn, model, text.
 *
 * <p>In columns, and put together to a {@link Memory} when one is found: as objects they took 600 bytes each. Many threads may
 * read while one writes: a reader names slots that it knows of.
 */
final class Records {
    /** Names of {@link dev.rapport.memory.NewMemory#id}; all others are kept as text. */
    private static final String ID_PREFIX = "m_";

    private static final int ID_LENGTH = ID_PREFIX.length() + 16;
    private static final HexFormat HEX = HexFormat.of();

    /** An array's header, and what is lost to round its size up to a multiple of 8. */
    private static final int ARRAY_SIZE = 16 + 4;

    private static final class Chunk {
        private final long[] keys;
        private final long[] millis;
        private final byte[] @Nullable [] words;

        private Chunk(int slots) {
            this(new long[slots], new long[slots], new byte[slots][]);
        }

        private Chunk(long[] keys, long[] millis, byte[] @Nullable [] words) {
            this.keys = keys;
            this.millis = millis;
            this.words = words;
        }

        private Chunk grown(int slots) {
            return new Chunk(Arrays.copyOf(keys, slots), Arrays.copyOf(millis, slots), Arrays.copyOf(words, slots));
        }
    }

    /* One, or two while the embedding model is being changed. */
    private final List<String> models = new CopyOnWriteArrayList<>();
    private volatile Chunk[] chunks = {};
    private int size;
    private int capacity;
    private long wordsBytes;

    /** The number that stands for a name; two names may have the same. */
    static long key(String id) {
        return isUsual(id) ? HexFormat.fromHexDigitsToLong(id, ID_PREFIX.length(), ID_LENGTH) : id.hashCode();
    }

    private static boolean isUsual(String id) {
        if (id.length() != ID_LENGTH || !id.startsWith(ID_PREFIX)) {
            return false;
        }
        for (int i = ID_PREFIX.length(); i < ID_LENGTH; i++) {
            char digit = id.charAt(i);
            if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
                return false;
            }
        }
        return true;
    }

    /** Puts a memory into the next slot. Its time is kept in milliseconds. */
    void add(Memory memory) {
        if (size == capacity) {
            grow();
        }
        Chunk chunk = chunks[Chunks.of(size)];
        int place = Chunks.place(size);
        chunk.keys[place] = key(memory.id());
        chunk.millis[place] = memory.toldAt().toEpochMilli();
        byte[] words = Packed.pack(new Packed.Words(
                isUsual(memory.id()) ? "" : memory.id(), memory.turnId(), model(memory.model()), memory.text()));
        chunk.words[place] = words;
        wordsBytes += words.length + ARRAY_SIZE;
        size++;
    }

    private void grow() {
        int slots = Chunks.nextSlots(capacity);
        Chunk[] more = Arrays.copyOf(chunks, Chunks.of(capacity + slots - 1) + 1);
        int last = more.length - 1;
        boolean first = capacity > 0 && Chunks.of(capacity) == 0;
        more[last] = first ? chunks[0].grown(capacity + slots) : new Chunk(slots);
        chunks = more;
        capacity += slots;
    }

    private int model(String name) {
        int known = models.indexOf(name);
        if (known >= 0) {
            return known;
        }
        models.add(name);
        return models.size() - 1;
    }

    long key(int slot) {
        return chunks[Chunks.of(slot)].keys[Chunks.place(slot)];
    }

    boolean isNamed(int slot, String id) {
        byte[] words = words(slot);
        return words != null && name(slot, Packed.unpack(words)).equals(id);
    }

    private String name(int slot, Packed.Words words) {
        return words.name().isEmpty() ? ID_PREFIX + HEX.toHexDigits(key(slot)) : words.name();
    }

    /** Lets go of a memory's words at once: a user who had it removed should not find it in a heap dump. */
    void remove(int slot) {
        byte[] words = words(slot);
        if (words != null) {
            wordsBytes -= words.length + ARRAY_SIZE;
            chunks[Chunks.of(slot)].words[Chunks.place(slot)] = null;
        }
    }

    /** Writes down that the vector in a slot is another model's by now. */
    void remodel(int slot, Memory memory) {
        byte[] before = words(slot);
        if (before != null) {
            byte[] words = Packed.pack(new Packed.Words(
                    isUsual(memory.id()) ? "" : memory.id(), memory.turnId(), model(memory.model()), memory.text()));
            chunks[Chunks.of(slot)].words[Chunks.place(slot)] = words;
            wordsBytes += words.length - before.length;
        }
    }

    private byte @Nullable [] words(int slot) {
        return chunks[Chunks.of(slot)].words[Chunks.place(slot)];
    }

    /** What {@link #isStill} takes. */
    @Nullable
    Object stamp(int slot) {
        return words(slot);
    }

    /** Whether a slot has been neither emptied nor {@linkplain #remodel given} another model since. */
    @SuppressWarnings("ReferenceEquality") // each change puts another array there
    boolean isStill(int slot, @Nullable Object stamp) {
        return words(slot) == stamp;
    }

    /** The memory in a slot, or {@code null} if it was removed. */
    @Nullable
    Memory memory(int slot, QuantizedVector vector) {
        byte[] packed = words(slot);
        if (packed == null) {
            return null;
        }
        Packed.Words words = Packed.unpack(packed);
        return new Memory(
                name(slot, words), words.text(), toldAt(slot), words.turnId(), vector, models.get(words.model()));
    }

    /** When the memory in a slot was told; to be asked of removed ones, too. */
    Instant toldAt(int slot) {
        return Instant.ofEpochMilli(chunks[Chunks.of(slot)].millis[Chunks.place(slot)]);
    }

    /** Memory held, estimated. The writer's. */
    long weightBytes() {
        return (long) capacity * (2 * Long.BYTES + Integer.BYTES) + wordsBytes;
    }
}
