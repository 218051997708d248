package dev.rapport.memory.index;

import static java.util.Objects.requireNonNull;

import dev.rapport.memory.LogEntry;
import dev.rapport.memory.MemoryLog;
import dev.rapport.memory.Owner;
import java.util.ArrayDeque;
import java.util.ArrayList;
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
 * <p>A user is loaded once at a time, however many ask: they share the load, and who asks when its last page is on the way already
 * shares one more. At most {@link #LOADS_MAX} users are being
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

    /** One user's; its lists are under the loader's lock. */
    private static final class Load {
        final Owner owner;
        final UserMemories memories;

        /** Who asked before the page was asked for that is on the way. */
        final List<CompletableFuture<UserMemories>> asked;

        /** Who asked since: what the log has got in between may be on the next page only. */
        final List<CompletableFuture<UserMemories>> askedSince = new ArrayList<>();

        boolean begun;
        boolean evicted;

        Load(Owner owner, UserMemories memories, List<CompletableFuture<UserMemories>> asked) {
            this.owner = owner;
            this.memories = memories;
            this.asked = new ArrayList<>(asked);
        }

        void ask(CompletableFuture<UserMemories> done) {
            (begun ? askedSince : asked).add(done);
        }

        void begin() {
            begun = true;
            asked.addAll(askedSince);
            askedSince.clear();
        }
    }

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
     * Brings the user's memories up to what is the end of the log when this is called.
     *
     * @return ends when they are there, with the memories, on a thread of this loader's or the log's, which must not be kept busy.
     *     They can be searched even if the cache has no room for them. Fails with {@link dev.rapport.memory.MemoryLogUnavailable}, or
     *     with {@link RejectedExecutionException} if too many wait; what was read until then stays, and the next call goes on behind it
     */
    public CompletionStage<UserMemories> load(Owner owner) {
        return load(owner, cache.memoriesOf(owner));
    }

    /**
     * The same for who holds the memories already, and perhaps longer than the cache does.
     *
     * @param known are brought up to the end, unless others are being loaded
     */
    public CompletionStage<UserMemories> load(Owner owner, UserMemories known) {
        CompletableFuture<UserMemories> done = new CompletableFuture<>();
        synchronized (this) {
            Load underWayAlready = loads.get(owner);
            if (underWayAlready != null) {
                underWayAlready.ask(done);
                return done;
            }
            if (waiting.size() == WAITING_MAX) {
                return CompletableFuture.failedFuture(
                        new RejectedExecutionException("loads waiting: " + WAITING_MAX + " (expected: below it)"));
            }
            Load load = new Load(owner, known, List.of(done));
            loads.put(owner, load);
            waiting.add(load);
        }
        startNext();
        return done;
    }

    /** Drops a user's memories, for example because they were erased; a load under way ends with a {@link CancellationException}. */
    public void evict(Owner owner) {
        List<CompletableFuture<UserMemories>> asked = List.of();
        synchronized (this) {
            Load load = loads.remove(owner);
            if (load != null) {
                load.evicted = true;
                load.begin();
                asked = List.copyOf(load.asked);
            }
        }
        cache.drop(owner);
        asked.forEach(done -> done.completeExceptionally(new CancellationException("evicted")));
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
        synchronized (this) {
            load.begin();
        }
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
        Load anew;
        synchronized (this) {
            load.begin();
            anew = new Load(load.owner, cache.memoriesOf(load.owner), load.asked);
            if (!loads.replace(load.owner, load, anew)) {
                anew = load; // evicted meanwhile
            }
        }
        if (anew.equals(load)) {
            end(load, null);
        } else {
            page(anew);
        }
    }

    private void apply(Load load, List<LogEntry> entries) {
        try {
            load.memories.apply(entries);
        } catch (Throwable bug) { // for whoever waits to report
            end(load, bug);
            throw bug;
        }
        boolean more;
        synchronized (this) {
            more = entries.size() == PAGE && !load.evicted;
        }
        if (more) {
            page(load);
        } else {
            end(load, null);
        }
    }

    /* The place of one that others have joined since goes to theirs. */
    private void end(Load load, @Nullable Throwable failure) {
        Load next = null;
        synchronized (this) {
            if (!load.evicted && !load.askedSince.isEmpty()) {
                next = new Load(load.owner, load.memories, load.askedSince);
                loads.put(load.owner, next);
            } else {
                loads.remove(load.owner, load); // not one that began after an eviction
                underWay--;
            }
        }
        for (CompletableFuture<UserMemories> done : load.asked) {
            if (failure == null) {
                done.complete(load.memories);
            } else {
                done.completeExceptionally(failure);
            }
        }
        if (next == null) {
            startNext();
        } else {
            page(next);
        }
    }
}
