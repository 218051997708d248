package dev.rapport.llm.limit;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A whole pool in memory, as a line sees it: answers at once, or when a test lets it. */
public final class LocalLimiter implements PoolLimiter {
    private final VirtualTime time;
    private final LocalPool pool;
    private final List<PoolCall> calls = new ArrayList<>();
    private final List<PoolNote> notes = new ArrayList<>();
    private final Deque<Runnable> replies = new ArrayDeque<>();
    private boolean late;

    public LocalLimiter(VirtualTime time, PoolSettings settings, boolean full) {
        this.time = time;
        this.pool = new LocalPool(settings, PoolRules.of(settings), 1, full, time.micros());
    }

    @Override
    public Future<PoolReply> call(PoolCall call) {
        calls.add(call);
        PoolReply reply = pool.call("this", time.micros(), call);
        if (!late) {
            return Future.succeededFuture(reply);
        }
        Promise<PoolReply> promise = Promise.promise();
        replies.add(() -> promise.complete(reply));
        return promise.future();
    }

    @Override
    public void note(PoolNote note) {
        notes.add(note);
        pool.note(time.micros(), note);
    }

    /** From now on a reply, though decided at once, is heard only with {@link #answer}. */
    public void replyLate() {
        late = true;
    }

    /** From now on replies are heard at once again. */
    public void replyAtOnce() {
        late = false;
    }

    /** Lets one reply be heard. @return whether there was one */
    public boolean answer() {
        Optional<Runnable> next = Optional.ofNullable(replies.poll());
        next.ifPresent(Runnable::run);
        return next.isPresent();
    }

    /** Whether the pool counts the request as under way. */
    public boolean holds(String id) {
        return pool.holds(id);
    }

    /** All calls so far. */
    public List<PoolCall> calls() {
        return List.copyOf(calls);
    }

    /** All notes so far. */
    public List<PoolNote> notes() {
        return List.copyOf(notes);
    }
}
