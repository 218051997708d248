package dev.rapport.memory.index;

import static java.util.Objects.requireNonNull;

import dev.rapport.memory.LogEntry;
import dev.rapport.memory.MemoryLog;
import dev.rapport.memory.Owner;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads long logs into a cache, page by page and in the background, so that whoever asked may go on with what is there.
 *
 * <p>A user is loaded once at a time, however many ask: they share the load. At most {@link #LOADS_MAX} users are being
 * loaded, and {@link #WAITING_MAX} wait. Safe for use by many threads at once, event loops included; never blocks.
 */
public final class MemoryLoader {
    /** Users that are read at one time: each has a page on the way while another one's is applied. */
    static final int LOADS_MAX = 2;

    /** Users that wait for it, 5 ms each for 1,000 memories. More are refused: their turns go on with what is there. */
    static final int WAITING_MAX = 256;

    /** Entries in one reply: 0.6 MB, and 5 ms of the thread that applies them. */
    static final int PAGE = 1_000;

    private static final int IDLE_SECONDS = 10;

    private final MemoryCache cache;
    private final MemoryLog log;
    private final Executor applier;

    /* Under this object's lock, held for a few steps only. */
    private final Map<Owner, Load> loads = new HashMap<>();
    private final Queue<Load> waiting = new ArrayDeque<>();
    private int underWay;

    private record Load(Owner owner, UserMemories memories, CompletableFuture<Void> done) {}

    /** Loads into {@code cache} on a thread of its own, which ends when there is nothing to load. */
    public MemoryLoader(MemoryCache cache, MemoryLog log) {
        this(cache, log, oneThread());
    }

    /** @param applier must not refuse: it is given at most {@link #LOADS_MAX} pages at one time */
    MemoryLoader(MemoryCache cache, MemoryLog log, Executor applier) {
        this.cache = requireNonNull(cache, "cache");
        this.log = requireNonNull(log, "log");
        this.applier = requireNonNull(applier, "applier");
    }

    private static Executor oneThread() {
        ThreadPoolExecutor thread = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(LOADS_MAX),
                Thread.ofPlatform().name("memory-loader-", 0).daemon()::unstarted);
        thread.allowCoreThreadTimeOut(true);
        return thread;
    }

    /**
     * The user's memories, as far as this process has read them. While they are being loaded it is those that grow, even if
     * the cache has dropped them since.
     */
    public UserMemories memoriesOf(Owner owner) {
        synchronized (this) {
            Load load = loads.get(owner);
            if (load != null) {
                return load.memories;
            }
        }
        return cache.memoriesOf(owner);
    }

    /**
     * Brings the user's memories up to the end of the log.
     *
     * @return ends when they are there, on a thread of this loader's or the log's, which must not be kept busy; fails with
     *     {@link dev.rapport.memory.MemoryLogUnavailable}, or with {@link RejectedExecutionException} if too many wait. What was
     *     read until then stays, and the next call goes on behind it
     */
    public CompletionStage<Void> load(Owner owner) {
        Load load;
        synchronized (this) {
            Load known = loads.get(owner);
            if (known != null) {
                return known.done.copy();
            }
            if (waiting.size() == WAITING_MAX) {
                return CompletableFuture.failedFuture(
                        new RejectedExecutionException("loads waiting: " + WAITING_MAX + " (expected: below it)"));
            }
            load = new Load(owner, cache.memoriesOf(owner), new CompletableFuture<>());
            loads.put(owner, load);
            waiting.add(load);
        }
        startNext();
        return load.done.copy();
    }

    /** Drops a user's memories, for example because they were erased; a load under way ends with a {@link CancellationException}. */
    public void evict(Owner owner) {
        Load load;
        synchronized (this) {
            load = loads.remove(owner);
        }
        cache.drop(owner);
        if (load != null) {
            load.done.completeExceptionally(new CancellationException("evicted"));
        }
    }

    private void startNext() {
        Load next;
        synchronized (this) {
            if (underWay == LOADS_MAX || waiting.isEmpty()) {
                return;
            }
            underWay++;
            next = waiting.remove();
        }
        page(next);
    }

    private void page(Load load) {
        log.page(load.owner, load.memories.position(), PAGE).whenComplete((page, failure) -> {
            if (failure != null) {
                end(load, failure);
            } else if (load.memories.areOf(page.epoch())) {
                applier.execute(() -> apply(load, page.entries()));
            } else {
                again(load);
            }
        });
    }

    /* The user was erased since these memories were read: none of them may be found any more. */
    private void again(Load load) {
        cache.drop(load.owner);
        Load anew = new Load(load.owner, cache.memoriesOf(load.owner), load.done);
        boolean wanted;
        synchronized (this) {
            wanted = loads.replace(load.owner, load, anew);
        }
        if (wanted) {
            page(anew);
        } else {
            end(load, null); // evicted meanwhile
        }
    }

    private void apply(Load load, List<LogEntry> entries) {
        try {
            load.memories.apply(entries);
        } catch (RuntimeException e) {
            end(load, e); // a bug, for whoever waits to report
            return;
        }
        if (entries.size() < PAGE || load.done.isDone()) {
            end(load, null);
        } else {
            page(load);
        }
    }

    private void end(Load load, @Nullable Throwable failure) {
        synchronized (this) {
            loads.remove(load.owner, load); // not one that began after an eviction
            underWay--;
        }
        if (failure == null) {
            load.done.complete(null);
        } else {
            load.done.completeExceptionally(failure);
        }
        startNext();
    }
}
