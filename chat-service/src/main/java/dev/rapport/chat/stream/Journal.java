package dev.rapport.chat.stream;

import dev.rapport.chat.stream.AnswerEvent.Place;
import dev.rapport.chat.stream.AnswerLog.Asked;
import dev.rapport.chat.stream.AnswerLog.Kept;
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
 * waits for a clock. What becomes of an answer whose store is late or away is {@link Hold}'s. Belongs to one turn and its event
 * loop.
 */
final class Journal {
    /** Characters that may wait for the log before the model is held up: some hundred times what one write takes along. */
    static final int PENDING_MAX = 64 * 1_024;

    private final Vertx vertx;
    private final Hold hold;
    private final Consumer<AnswerEvent> reader;
    private final Promise<Void> ended = Promise.promise();
    private final Promise<Void> unwanted = Promise.promise();
    private List<AnswerEvent> pending = new ArrayList<>();
    private @Nullable Promise<Void> room;
    private Place place = Place.START;
    private int pendingSize;
    private boolean flushing;
    private boolean stopped;
    private boolean signedOut;
    private boolean lost;

    /**
     * A journal that keeps nothing yet.
     *
     * @param log empty if nothing is to be kept
     * @param reader gets each event once it is kept
     * @param toldUnkept runs if an event is handed on that the log has not got
     */
    Journal(Vertx vertx, Optional<AnswerLog> log, Consumer<AnswerEvent> reader, Runnable toldUnkept) {
        this.vertx = vertx;
        this.hold = new Hold(vertx, log, this::heard, toldUnkept);
        this.reader = reader;
    }

    /** Asks for the answer; {@link #claimed} says whether it is ours. Nothing is kept before. */
    void claim(Owner owner, String streamId, Asked asked) {
        hold.claim(owner, streamId, asked);
    }

    /** Goes on with an answer of which there are events up to a place. */
    void takeOver(Owner owner, String streamId, long fence, Place last) {
        place = last;
        hold.takeOver(owner, streamId, fence);
    }

    Future<Void> claimed() {
        return hold.claimed();
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
        if (begun()) {
            hold.end();
        } else {
            hold.abandon();
        }
    }

    private void add(AnswerEvent event) {
        if (lost) {
            return;
        }
        if (!hold.isKeeping() && !flushing) {
            hold.keep(List.of(event));
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
        hold.keep(batch).onComplete(_ -> {
            if (!lost) {
                batch.forEach(this::handOn);
            }
            roomAgain();
            flush();
        });
    }

    private void heard(Kept kept) {
        if (kept == Kept.STOP) {
            stopped = true;
        } else {
            lost = true;
            ended.tryComplete();
        }
        unwanted.tryComplete();
    }

    private void handOn(AnswerEvent event) {
        reader.accept(event);
        if (event.isLast()) {
            hold.end();
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
}
