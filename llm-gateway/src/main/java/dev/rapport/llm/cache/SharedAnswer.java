package dev.rapport.llm.cache;

import dev.rapport.llm.AnswerBroken;
import dev.rapport.llm.AnswerEnd;
import dev.rapport.llm.AnswerStream;
import dev.rapport.llm.Call;
import dev.rapport.llm.LlmReply;
import dev.rapport.llm.Part;
import dev.rapport.llm.Quota;
import dev.rapport.llm.Source;
import dev.rapport.llm.TextSink;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One call to a model, for everybody who asks the same while it lasts.
 *
 * <p>Keeps all pieces of the answer once, at most {@link #LENGTH_MAX} characters; each follower reads them at its own pace.
 * The model is read at the pace of the fastest, so one that is slow holds nobody up and costs no memory of its own. Whoever
 * comes later reads from the first piece on. When the last one has left, the call is cancelled.
 *
 * <p><b>Who pays.</b> The limits and the budget are settled inside the answer that is followed here, by the call that asked
 * for it, so they are right whoever leaves and when. What was spent is told once, as the leader's parts; all others' parts
 * are free. A leader that leaves while others stay has only those parts that there are at that moment.
 *
 * <p>Threads: the call and its answer are used on the loop that asked ({@code home}) and nowhere else; followers run on their
 * own. Between them is the lock, held for a few additions; all words to followers are queued under it, so each hears them in
 * order.
 */
final class SharedAnswer implements TextSink {
    /**
     * Characters in one answer. A reply has at most that many bytes on the wire ({@code HttpCall.REPLY_BYTES_MAX}), so it is
     * reached only by several that went on with each other.
     */
    static final int LENGTH_MAX = 2 * 1024 * 1024;

    private final OwnLoop home;
    private final Ending ending;
    private final Follower leader;

    // home
    private final Promise<Void> stopped = Promise.promise();
    private @Nullable AnswerStream upstream;
    private int length;

    // guarded by the lock; the log is changed at home only, which may therefore read it without
    private final Object lock = new Object();
    private final Set<Follower> followers = new LinkedHashSet<>();
    private final List<Next> log = new ArrayList<>();
    private List<Part> parts = List.of();
    private @Nullable Quota quota;
    private @Nullable Moved moved;
    private @Nullable Begun begun;
    private @Nullable Next end;
    private @Nullable Promise<Void> room;
    private boolean admitted;
    private boolean closed;

    /** Hears that nobody can join any more, perhaps more than once. On any event loop. */
    @FunctionalInterface
    interface Ending {
        void over(SharedAnswer which, Optional<KeptAnswer> kept);
    }

    /** How it began. */
    record Begun(Source source) {}

    private record Moved(int position, Duration eta) {}

    SharedAnswer(OwnLoop home, Call leading, Ending ending) {
        this.home = home;
        this.ending = ending;
        leader = new Follower(this, home, leading, true);
        followers.add(leader);
    }

    Follower leader() {
        return leader;
    }

    /** Follows it too; empty if it is over or given up. From the follower's loop. */
    Optional<Follower> join(OwnLoop loop, Call call) {
        Follower follower = new Follower(this, loop, call, false);
        synchronized (lock) {
            if (closed) {
                return Optional.empty();
            }
            followers.add(follower);
            if (quota != null) {
                follower.granted(quota);
            }
            if (admitted) {
                follower.admitted();
            } else if (moved != null) {
                follower.moved(moved.position(), moved.eta());
            }
            if (begun != null) {
                follower.begun(begun);
            }
        }
        return Optional.of(follower);
    }

    /** Makes the call. Once, at home. */
    void ask(Function<Call, Future<LlmReply>> ask) {
        asked(ask, new Call(stopped.future(), this::grant, this::move, this::admit))
                .onComplete((reply, failure) -> {
                    if (reply instanceof LlmReply.Answering(var answer)) {
                        begin(answer);
                    } else if (reply != null) {
                        close(follower -> follower.replied(promise -> promise.complete(reply)));
                    } else {
                        close(follower -> follower.replied(promise -> promise.fail(failure)));
                    }
                });
    }

    private static Future<LlmReply> asked(Function<Call, Future<LlmReply>> ask, Call call) {
        try {
            return ask.apply(call);
        } catch (RuntimeException bug) {
            return Future.failedFuture(bug);
        }
    }

    private void grant(Quota left) {
        synchronized (lock) {
            quota = left;
            followers.forEach(follower -> follower.granted(left));
        }
    }

    private void move(int position, Duration eta) {
        synchronized (lock) {
            moved = new Moved(position, eta);
            followers.forEach(follower -> follower.moved(position, eta));
        }
    }

    private void admit() {
        synchronized (lock) {
            admitted = true;
            followers.forEach(Follower::admitted);
        }
    }

    private void close(Consumer<Follower> word) {
        ending.over(this, Optional.empty());
        synchronized (lock) {
            closed = true;
            followers.forEach(word);
        }
    }

    private void begin(AnswerStream answer) {
        Begun now = new Begun(answer.source());
        boolean wanted;
        synchronized (lock) {
            wanted = !closed;
            begun = now;
            followers.forEach(follower -> follower.begun(now));
        }
        upstream = answer;
        if (wanted) {
            answer.pipeTo(this).onComplete((how, failure) -> finish(answer, now.source(), how, failure));
        } else {
            answer.cancel();
        }
    }

    /** Takes the model's next piece; there is room for another when the first follower has read this one. At home. */
    @Override
    public Future<Void> write(String piece) {
        length += piece.length();
        if (length > LENGTH_MAX) { // as a reader who is gone: for a broken answer another model would be asked to go on
            return Future.failedFuture(new CancellationException("the answer is too long"));
        }
        Promise<Void> read = Promise.promise();
        List<Part> soFar = partsNow();
        synchronized (lock) {
            parts = soFar;
            log.add(new Next.Piece(piece));
            room = read;
            wakeIdle();
        }
        return read.future();
    }

    @Override
    public void replaced(Source by) {
        List<Part> soFar = partsNow();
        synchronized (lock) {
            parts = soFar;
            log.add(new Next.Replaced(by));
            wakeIdle();
        }
    }

    private void finish(AnswerStream answer, Source source, @Nullable AnswerEnd how, Throwable failure) {
        // kept first, then closed: whoever comes in between finds it in one place or the other
        ending.over(this, how == null ? Optional.empty() : KeptAnswer.of(source, log, how));
        List<Part> all = answer.parts();
        synchronized (lock) {
            closed = true;
            parts = all;
            end = how != null ? new Next.Ended(how) : new Next.Broken(length > LENGTH_MAX ? tooLong() : failure);
            wakeIdle();
        }
    }

    private static AnswerBroken tooLong() {
        return new AnswerBroken(
                AnswerBroken.Kind.GARBAGE,
                "answer: over " + LENGTH_MAX + " characters (expected: at most " + LENGTH_MAX + ")");
    }

    private void wakeIdle() {
        for (Follower follower : followers) {
            if (follower.place().idle) {
                follower.place().idle = false;
                follower.wake();
            }
        }
    }

    /** What a follower reads next. From its loop. */
    Next next(Follower.Place place) {
        Promise<Void> waiting;
        synchronized (lock) {
            if (place.position < log.size()) {
                return log.get(place.position++);
            }
            if (end != null) {
                return end;
            }
            place.idle = true;
            waiting = room;
            room = null;
        }
        if (waiting != null) {
            home.later(waiting::tryComplete);
        }
        return new Next.Later();
    }

    /** A follower wants no more. From its loop; the last one cancels the call, at once if that loop is home. */
    void leave(Follower follower) {
        boolean last;
        synchronized (lock) {
            followers.remove(follower);
            last = followers.isEmpty() && !closed;
            closed |= last;
        }
        if (last) {
            ending.over(this, Optional.empty());
            home.atOnce(this::giveUp);
        }
    }

    private void giveUp() {
        stopped.tryComplete();
        if (upstream != null) {
            upstream.cancel();
        }
    }

    /** As the call itself says. At home. */
    List<Part> partsNow() {
        return upstream == null ? List.of() : upstream.parts();
    }

    /** As of the last piece. From any loop. */
    List<Part> partsHeard() {
        synchronized (lock) {
            return parts;
        }
    }
}
