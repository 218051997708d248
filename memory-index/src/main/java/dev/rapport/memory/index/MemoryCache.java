package dev.rapport.memory.index;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.rapport.memory.Owner;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The memories of the users seen lately, up to a weight; who has not been seen for longest is dropped first.
 *
 * <p>Safe for use by many threads at once, event loops included. Whoever holds a {@link UserMemories} may go on with it
 * after it was dropped. One user whose memories outweigh the whole cache is never kept, and is read from the log for each
 * turn.
 */
public final class MemoryCache {
    /** What a process spends on it if not told otherwise: one user with the most memories there may be, of 25 words. */
    public static final long WEIGHT_BYTES_MAX = 96L << 20;

    /** What an entry costs without memories, so that the number of entries is bounded too. */
    private static final int ENTRY_SIZE = 1_024;

    private final String space;
    private final Cache<Owner, UserMemories> memoriesOfOwner;
    private final Executor background;

    /**
     * Empty.
     *
     * @param weightBytesMax above zero; {@link #WEIGHT_BYTES_MAX} is the usual
     */
    public MemoryCache(long weightBytesMax) {
        this(weightBytesMax, "");
    }

    /**
     * Empty.
     *
     * @param space of the questions' vectors, see {@link UserMemories#UserMemories(String)}
     */
    public MemoryCache(long weightBytesMax, String space) {
        this(weightBytesMax, space, new BackgroundBuilder());
    }

    /** @param background builds graphs; may refuse */
    MemoryCache(long weightBytesMax, String space, Executor background) {
        this.space = space;
        if (weightBytesMax <= 0) {
            throw new IllegalArgumentException("weightBytesMax: " + weightBytesMax + " (expected: above 0)");
        }
        this.background = background;
        this.memoriesOfOwner = Caffeine.newBuilder()
                .maximumWeight(weightBytesMax)
                .weigher((Owner _, UserMemories memories) ->
                        (int) Math.min(Integer.MAX_VALUE, ENTRY_SIZE + memories.weightBytes()))
                .removalListener((_, memories, cause) -> abandoned(memories, cause))
                .executor(Runnable::run) // to drop an entry is a few steps: no reason to wake another thread
                .build();
    }

    /** The user's memories, as far as this process has read them: perhaps none yet, see {@link UserMemories#position}. */
    public UserMemories memoriesOf(Owner owner) {
        return memoriesOfOwner.get(
                owner, _ -> new UserMemories(space, UserMemories.GRAPH_SIZE_MIN, background, () -> weighAgain(owner)));
    }

    private static void abandoned(@Nullable UserMemories memories, RemovalCause cause) {
        if (memories != null && cause != RemovalCause.REPLACED) { // it replaces itself when it has grown
            memories.abandon();
        }
    }

    /** Drops a user's memories, for example because they were erased. */
    public void drop(Owner owner) {
        memoriesOfOwner.invalidate(owner);
    }

    /** What all of it weighs, estimated. */
    public long weightBytes() {
        return memoriesOfOwner.asMap().values().stream()
                .mapToLong(memories -> ENTRY_SIZE + memories.weightBytes())
                .sum();
    }

    /** The number of users. */
    public int size() {
        return memoriesOfOwner.asMap().size();
    }

    /** An entry is weighed when it is put in, so it is put in again when it has grown, unless it was dropped since. */
    private void weighAgain(Owner owner) {
        memoriesOfOwner.asMap().computeIfPresent(owner, (_, memories) -> memories);
    }
}
