package dev.rapport.chat.recall;

import dev.rapport.memory.Learned;
import dev.rapport.memory.Lesson;
import dev.rapport.memory.LogEntry;
import dev.rapport.memory.MemoryLog;
import dev.rapport.memory.MemoryLogUnavailable;
import dev.rapport.memory.Owner;
import dev.rapport.memory.RememberedFact;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** A memory log that is a list, and can be made to hold its replies back, or to fail. It only reads. */
final class ListLog implements MemoryLog {
    private final List<LogEntry> entries;
    private final AtomicInteger reads = new AtomicInteger();
    private volatile CompletableFuture<Void> ready = CompletableFuture.completedFuture(null);

    ListLog(List<LogEntry> entries) {
        this.entries = entries;
    }

    static List<LogEntry> after(List<LogEntry> entries, String position, int countMax) {
        return entries.stream()
                .filter(entry -> entry.isAfter(position))
                .limit(countMax)
                .toList();
    }

    /** Answers nothing until {@link #release}. */
    void hold() {
        ready = new CompletableFuture<>();
    }

    void release() {
        ready.complete(null);
    }

    void fail() {
        ready = CompletableFuture.failedFuture(new MemoryLogUnavailable("away", null));
    }

    int reads() {
        return reads.get();
    }

    @Override
    public CompletionStage<List<LogEntry>> read(Owner owner, String afterPosition, int countMax) {
        reads.incrementAndGet();
        return ready.thenApply(_ -> after(entries, afterPosition, countMax));
    }

    @Override
    public CompletionStage<Learned> learn(Owner owner, Lesson lesson) {
        throw new UnsupportedOperationException("it only reads");
    }

    @Override
    public CompletionStage<List<RememberedFact>> facts(Owner owner) {
        throw new UnsupportedOperationException("it only reads");
    }

    @Override
    public CompletionStage<Boolean> forget(Owner owner, String memoryId, Instant at) {
        throw new UnsupportedOperationException("it only reads");
    }

    @Override
    public void close() {}
}
