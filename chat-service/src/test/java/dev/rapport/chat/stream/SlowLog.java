package dev.rapport.chat.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.stream.AnswerEvent.Place;
import dev.rapport.memory.Owner;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what it is told, and its replies back. */
final class SlowLog implements AnswerLog {
    /** Of whoever may write. */
    static final long FENCE = 7;

    final List<List<AnswerEvent>> batches = new ArrayList<>();
    final Deque<Promise<Kept>> waiting = new ArrayDeque<>();
    private final BlockingQueue<List<AnswerEvent>> appends = new LinkedBlockingQueue<>();
    private final BlockingQueue<List<AnswerEvent>> signsOfLife = new LinkedBlockingQueue<>();
    Future<Claim> claim = Future.succeededFuture(new Claim.Ours());
    int claims;
    int abandoned;

    /** Waits until one more is asked for than were looked at. */
    void nextAppend() throws InterruptedException {
        assertThat(appends.poll(10, TimeUnit.SECONDS)).isNotNull();
    }

    void nextSignOfLife() throws InterruptedException {
        assertThat(signsOfLife.poll(10, TimeUnit.SECONDS)).isNotNull();
    }

    @Override
    public Future<Claim> claim(Owner owner, String streamId, Asked asked) {
        claims++;
        return claim;
    }

    @Override
    public Future<Void> abandon(Owner owner, String streamId, long fence, String idempotencyKey) {
        abandoned++;
        return Future.succeededFuture();
    }

    @Override
    public Future<Kept> append(Owner owner, String streamId, long fence, List<AnswerEvent> events) {
        if (events.isEmpty()) {
            signsOfLife.add(events);
            return Future.succeededFuture(Kept.KEPT);
        }
        assertThat(fence).isEqualTo(FENCE);
        batches.add(events);
        waiting.add(Promise.promise());
        appends.add(events);
        return waiting.getLast().future();
    }

    @Override
    public Future<Page> read(Owner owner, String streamId, Place after, int countMax) {
        return Future.succeededFuture(new Page(State.UNKNOWN, List.of()));
    }

    @Override
    public Future<Optional<Taken>> takeOver(Owner owner, String streamId) {
        return Future.succeededFuture(Optional.empty());
    }

    @Override
    public Future<Boolean> stop(Owner owner, String streamId) {
        return Future.succeededFuture(false);
    }
}
