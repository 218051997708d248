package dev.rapport.memory.index;

import static java.util.Objects.requireNonNull;

import dev.rapport.memory.Embedder;
import dev.rapport.memory.Embedding;
import dev.rapport.memory.Fact;
import dev.rapport.memory.Learned;
import dev.rapport.memory.Lesson;
import dev.rapport.memory.MemoryLog;
import dev.rapport.memory.NewMemory;
import dev.rapport.memory.Owner;
import dev.rapport.memory.QuantizedVector;
import dev.rapport.memory.RecallQuery;
import dev.rapport.memory.Recalled;
import dev.rapport.memory.SearchEffort;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The front door of this library: what users said, kept in a log, and found again.
 *
 * <p>{@link #embed}, {@link #append}, {@link #supersede} and {@link #recall} turn a text into a vector, which burns CPU for some
 * milliseconds on the caller's thread. Nothing here waits for the log: stages end on its threads. Safe for use by many
 * threads at once. It owns none of its parts; who made them closes them.
 */
public final class MemoryIndex {
    private final Embedder embedder;
    private final MemoryLog log;
    private final MemoryLoader loader;

    /** @param cache for the indexes of the users seen lately */
    public MemoryIndex(Embedder embedder, MemoryLog log, MemoryCache cache) {
        this.embedder = requireNonNull(embedder, "embedder");
        this.log = requireNonNull(log, "log");
        this.loader = new MemoryLoader(cache, log);
    }

    /** What a text means. */
    public Embedding embed(String text) {
        return embedder.embed(text);
    }

    /**
     * Keeps words of the user. Known words are not kept twice.
     *
     * @param text 1 to {@value NewMemory#TEXT_LENGTH_MAX} characters, not all blank
     * @param turnId names the turn; sent again with the same, it changes nothing
     * @return ends when they are durable; {@link #recall} then finds them, unless reading them back failed: it does after the next
     *     {@link #load}. Fails with {@link dev.rapport.memory.MemoryLogUnavailable}
     */
    public CompletionStage<Learned> append(Owner owner, String text, String turnId, Instant at) {
        return supersede(owner, text, List.of(), turnId, at);
    }

    /**
     * The same, with what the words say: facts with a new value close the old one, and what spoke for it is no longer recalled.
     *
     * @param facts at most {@value Lesson#FACTS_MAX}
     */
    public CompletionStage<Learned> supersede(Owner owner, String text, List<Fact> facts, String turnId, Instant at) {
        NewMemory memory = new NewMemory(text, QuantizedVector.of(embed(text)), embedder.model());
        return log.learn(owner, new Lesson(memory, facts, turnId, at))
                .thenCompose(learned -> load(owner).handle((_, _) -> learned));
    }

    /**
     * Removes words and the facts that only they speak for, from the log and from the index.
     *
     * @return ends with false if the user has no such memory
     */
    public CompletionStage<Boolean> forget(Owner owner, String memoryId, Instant at) {
        return log.forget(owner, memoryId, at).thenCompose(known -> load(owner).handle((_, _) -> known));
    }

    /**
     * Brings the user's index up to the end of the log, in the background; see {@link MemoryLoader#load}. It ends with the index, which
     * can be searched for as long as it is held: {@link #recall} has it only as long as the cache has.
     */
    public CompletionStage<UserMemories> load(Owner owner) {
        return loader.load(owner);
    }

    /** What bears on the question among what is loaded, best first; empty if nothing comes near. */
    public List<Recalled> recall(Owner owner, String question, SearchEffort effort) {
        return loader.memoriesOf(owner).search(new RecallQuery(embed(question), question, effort));
    }

    /** Drops the user's index; {@link #load} makes it again. */
    public void evict(Owner owner) {
        loader.evict(owner);
    }
}
