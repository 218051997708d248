package dev.rapport.memory;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What every user has told, in the order it was told, kept for good.
 *
 * <p>No method blocks. A result that comes is true and durable; a store that is down or late ends the stage with {@link
 * MemoryLogUnavailable}. Stages end on a thread of the log's own, which must not be kept busy. Safe for use by many
 * threads at once.
 */
public interface MemoryLog extends AutoCloseable {

    /**
     * Keeps what a turn taught, all of it or nothing.
     *
     * <p>Words that are known already are not stored again. A single fact with a new value closes the old value, a denied
     * one closes the value that it denies, and memories that no open fact speaks for any more are superseded. To send the
     * same lesson again changes nothing, so after {@link MemoryLogUnavailable} it is safe to try again.
     */
    CompletionStage<Learned> learn(Owner owner, Lesson lesson);

    /**
     * The same for what was said in an epoch.
     *
     * @param epoch as {@link LogPage#epoch} said, or {@link TextSealer#UNKNOWN_EPOCH}
     * @return fails with {@link ErasedException} if the user was erased since
     */
    default CompletionStage<Learned> learn(Owner owner, Lesson lesson, String epoch) {
        return learn(owner, lesson);
    }

    /**
     * The entries behind a position, oldest first.
     *
     * @param afterPosition {@link LogEntry#START} for the whole log
     * @param countMax at least 1; what an implementation allows at most is its own
     * @return empty at the end of the log
     */
    CompletionStage<List<LogEntry>> read(Owner owner, String afterPosition, int countMax);

    /** The same, with the epoch that they are of. A log without erasure says {@link TextSealer#UNKNOWN_EPOCH}. */
    default CompletionStage<LogPage> page(Owner owner, String afterPosition, int countMax) {
        return read(owner, afterPosition, countMax)
                .thenApply(entries -> new LogPage(TextSealer.UNKNOWN_EPOCH, entries));
    }

    /** What is known of the user, in no order. */
    CompletionStage<List<RememberedFact>> facts(Owner owner);

    /**
     * Removes a memory and the facts that only it speaks for.
     *
     * @return false if the user has no such memory
     */
    CompletionStage<Boolean> forget(Owner owner, String memoryId, Instant at);

    /** Ends the connection. Work under way fails. */
    @Override
    void close();
}
