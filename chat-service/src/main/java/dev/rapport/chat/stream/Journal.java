package dev.rapport.chat.stream;

import static java.util.Objects.requireNonNull;

import dev.rapport.chat.stream.AnswerEvent.Place;
import dev.rapport.chat.stream.AnswerLog.Asked;
import dev.rapport.chat.stream.AnswerLog.Claim;
import dev.rapport.chat.stream.AnswerLog.Kept;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.memory.Owner;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The events of one answer on their way to its reader: each is numbered, kept in the log, and only then handed on. So what a
 * client has seen can be found again, whatever dies.
 *
 * <p>Events that come while the log is written to go in the next write together: the batches grow with the load, and no event
 * waits for a clock. If the store is away the answer goes on without it, and cannot be resumed. Belongs to one turn and its event
 * loop.
 */
final class Journal {
    /** Characters that may wait for the log before the model is held up: some hundred times what one write takes along. */
    static final int PENDING_MAX = 64 * 1_024;

    /** Three signs of life within a lease: one may be lost. */
    private static final long ALIVE_EVERY_MS = AnswerLog.LEASE_MS / 3;

    private final Vertx vertx;
    private final Optional<AnswerLog> log;
    private final Consumer<AnswerEvent> reader;
    private final Runnable withoutLog;
    private final Promise<Void> ended = Promise.promise();
    private final Promise<Void> unwanted = Promise.promise();
    private List<AnswerEvent> pending = new ArrayList<>();
    private Future<Void> claimed = Future.succeededFuture();
    private @Nullable Owner owner;
    private @Nullable Promise<Void> room;
    private String streamId = "";
    private String idempotencyKey = "";
    private Place place = Place.START;
    private long fence;
    private long timer = -1;
    private int pendingSize;
    private boolean keeps;
    private boolean flushing;
    private boolean wroteLately;
    private boolean stopped;
    private boolean signedOut;
    private boolean closed;
    private boolean lost;

    /**
     * A journal that keeps nothing yet.
     *
     * @param log empty if nothing is to be kept
     * @param reader gets each event once it is kept
     * @param withoutLog runs if the log is not to be had
     */
    Journal(Vertx vertx, Optional<AnswerLog> log, Consumer<AnswerEvent> reader, Runnable withoutLog) {
        this.vertx = vertx;
        this.log = log;
        this.reader = reader;
        this.withoutLog = withoutLog;
    }

    /** Asks for the answer; {@link #claimed} says whether it is ours. Nothing is kept before. */
    void claim(Owner of, String stream, Asked asked) {
        if (keeps) {
            return; // taken over
        }
        owner = of;
        streamId = stream;
        idempotencyKey = asked.idempotencyKey();
        claimed = log.map(answers -> answers.claim(of, stream, asked)
                        .transform((claim, failure) -> failure == null ? decided(claim) : off()))
                .orElse(Future.succeededFuture());
    }

    private Future<Void> decided(Claim claim) {
        return switch (claim) {
            case Claim.Ours(var ourFence) -> {
                hold(ourFence);
                if (closed) { // the turn failed while the store was asked
                    close();
                }
                yield Future.succeededFuture();
            }
            case Claim.Made _ -> TurnFailed.future(new TurnFailure.Made(requireNonNull(owner), streamId));
            case Claim.Conflict _ -> TurnFailed.future(new TurnFailure.KeyReused(idempotencyKey));
        };
    }

    private Future<Void> off() {
        withoutLog.run();
        return Future.succeededFuture();
    }

    /** Goes on with an answer of which there are events up to a place. */
    void takeOver(Owner of, String stream, long newFence, Place last) {
        owner = of;
        streamId = stream;
        place = last;
        claimed = Future.succeededFuture();
        hold(newFence);
    }

    private void hold(long ourFence) {
        fence = ourFence;
        keeps = true;
        timer = vertx.setPeriodic(ALIVE_EVERY_MS, _ -> {
            if (!wroteLately && !flushing) {
                write(List.of());
            }
            wroteLately = false;
        });
    }

    Future<Void> claimed() {
        return claimed;
    }

    /** An event with an id. */
    void add(String name, String data) {
        place = place.next();
        add(new AnswerEvent(place, name, data));
    }

    /** An event without. */
    void addBeside(String name, String data) {
        place = place.beside();
        add(new AnswerEvent(place, name, data));
    }

    /** Events with an id so far. */
    int sequence() {
        return place.sequence();
    }

    /** Whether any event was added. */
    boolean begun() {
        return !place.equals(Place.START);
    }

    /** Completes when there is room for more. */
    Future<Void> room() {
        if (pendingSize <= PENDING_MAX) {
            return Future.succeededFuture();
        }
        Promise<Void> waiting = room != null ? room : Promise.promise();
        room = waiting;
        return waiting.future();
    }

    /** Completes when the last event has been handed on. */
    Future<Void> ended() {
        return ended.future();
    }

    /** Says that the session has ended for which the answer is made. */
    void signOut() {
        signedOut = true;
        unwanted.tryComplete();
    }

    /** Completes when the user wants the answer to stop, the session has ended, or another instance makes the answer by now. */
    Future<Void> unwanted() {
        return unwanted.future();
    }

    boolean isStopped() {
        return stopped;
    }

    boolean isSignedOut() {
        return signedOut;
    }

    boolean isLost() {
        return lost;
    }

    /** Nothing more comes. What was claimed and not begun may be asked for anew. */
    void close() {
        closed = true;
        stopTimer();
        Owner held = owner;
        if (keeps && !begun() && held != null) {
            keeps = false;
            log.ifPresent(answers -> answers.abandon(held, streamId, fence, idempotencyKey));
        }
    }

    private void add(AnswerEvent event) {
        if (!keeps && !flushing) {
            handOn(event);
            return;
        }
        pending.add(event);
        pendingSize += event.data().length();
        if (!flushing) {
            flushing = true;
            vertx.runOnContext(_ -> flush()); // with what else this turn of the loop brings
        }
    }

    private void flush() {
        if (pending.isEmpty() || lost) {
            flushing = false;
            return;
        }
        List<AnswerEvent> batch = pending;
        pending = new ArrayList<>();
        pendingSize = 0;
        wroteLately = true;
        write(batch).onComplete(_ -> {
            if (!lost) {
                batch.forEach(this::handOn);
            }
            roomAgain();
            flush();
        });
    }

    /* Fails never: what could not be kept is handed on all the same. */
    private Future<Void> write(List<AnswerEvent> batch) {
        Owner held = owner;
        if (!keeps || held == null || log.isEmpty()) {
            return Future.succeededFuture();
        }
        return log.get().append(held, streamId, fence, batch).transform((kept, failure) -> {
            if (failure != null) {
                withoutLog.run();
                keeps = false;
                stopTimer();
            } else if (kept == Kept.STOP && !stopped) {
                stopped = true;
                unwanted.tryComplete();
            } else if (kept == Kept.LOST) {
                lost = true;
                stopTimer();
                unwanted.tryComplete();
                ended.tryComplete();
            }
            return Future.succeededFuture();
        });
    }

    private void handOn(AnswerEvent event) {
        reader.accept(event);
        if (event.isLast()) {
            stopTimer();
            ended.tryComplete();
        }
    }

    private void roomAgain() {
        Promise<Void> waiting = room;
        room = null;
        if (waiting != null) {
            waiting.complete();
        }
    }

    private void stopTimer() {
        if (timer >= 0) {
            vertx.cancelTimer(timer);
            timer = -1;
        }
    }
}
