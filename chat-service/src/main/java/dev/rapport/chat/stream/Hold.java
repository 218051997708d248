package dev.rapport.chat.stream;

import static java.util.Objects.requireNonNull;

import dev.rapport.chat.stream.AnswerLog.Asked;
import dev.rapport.chat.stream.AnswerLog.Claim;
import dev.rapport.chat.stream.AnswerLog.Kept;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.memory.Owner;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A maker's hold on its answer in the log: claims it, has its events kept, and says that the maker is alive.
 *
 * <p>If the store is late it is asked once more. If it still does not reply the answer does not wait: its events are told first
 * and kept as soon as the store is back. Until then the answer can be resumed up to where it was kept only, and a reader who comes may
 * take it over. Belongs to one turn and its event loop.
 */
final class Hold {
    /** How often the store is asked before the answer goes on: a reader waits for twice what a reply may take, and once only. */
    static final int ASKS_MAX = 2;

    /**
     * Characters that were told and are still to be kept. With more, the store has been away for most of an answer: no more of it is
     * kept, but the maker still says that it is alive, so that nobody makes the answer a second time meanwhile.
     */
    static final int OWED_MAX = 64 * 1_024;

    /** Two signs of life within a lease, and a fifth of it for being late. */
    static final long ALIVE_EVERY_MS = AnswerLog.LEASE_MS * 2 / 5;

    /** How often the store is asked after the answer's end: for half a minute, if each time it takes as long as it may. */
    static final int ASKS_AFTER_END_MAX = 60;

    private enum State {
        /** Nothing is to be kept. */
        NONE,
        CLAIMING,
        /** Each event is kept before it is told. */
        HELD,
        /** Events are told, and kept when the store is back. */
        BEHIND
    }

    private final Vertx vertx;
    private final Optional<AnswerLog> log;
    private final Consumer<Kept> listener;
    private final Runnable toldUnkept;
    private final List<AnswerEvent> owed = new ArrayList<>();
    private Future<Void> claimed = Future.succeededFuture();
    private @Nullable Owner owner;
    private String streamId = "";
    private Asked asked = new Asked("", "", 0);
    private long fence;
    private State state = State.NONE;
    private boolean isOurs;
    private boolean writing;
    private boolean wroteLately;
    private boolean ended;
    private boolean abandoned;
    private boolean owesTooMuch;
    private int owedSize;
    private int asksAfterEnd;
    private long timer = -1;

    /**
     * A hold on nothing yet.
     *
     * @param log empty if nothing is to be kept
     * @param listener hears what each write came to, {@link Kept#GONE} excepted
     * @param toldUnkept runs if an event is told that is not kept
     */
    Hold(Vertx vertx, Optional<AnswerLog> log, Consumer<Kept> listener, Runnable toldUnkept) {
        this.vertx = vertx;
        this.log = log;
        this.listener = listener;
        this.toldUnkept = toldUnkept;
    }

    /** Asks for the answer, unless it was taken over; {@link #claimed} says whether it is ours. */
    void claim(Owner of, String stream, Asked wanted) {
        if (state != State.NONE || log.isEmpty()) {
            return;
        }
        owner = of;
        streamId = stream;
        asked = wanted;
        fence = wanted.fence();
        state = State.CLAIMING;
        claimed = asking(ASKS_MAX, () -> log.get().claim(of, stream, wanted))
                .transform((claim, failure) -> failure == null ? decided(claim) : late());
    }

    private Future<Void> decided(Claim claim) {
        return switch (claim) {
            case Claim.Ours _ -> {
                isOurs = true;
                state = State.HELD;
                startTimer();
                if (abandoned) { // the turn failed while the store was asked
                    abandon();
                }
                yield Future.succeededFuture();
            }
            case Claim.Made _ -> {
                stop();
                yield TurnFailed.future(new TurnFailure.Made(requireNonNull(owner), streamId));
            }
            case Claim.Conflict _ -> {
                stop();
                yield TurnFailed.future(new TurnFailure.KeyReused(asked.idempotencyKey()));
            }
        };
    }

    private Future<Void> late() {
        if (abandoned) {
            stop();
        } else {
            state = State.BEHIND;
            startTimer();
        }
        return Future.succeededFuture();
    }

    Future<Void> claimed() {
        return claimed;
    }

    /** Goes on with an answer of another maker. */
    void takeOver(Owner of, String stream, long newFence) {
        owner = of;
        streamId = stream;
        fence = newFence;
        claimed = Future.succeededFuture();
        isOurs = true;
        state = State.HELD;
        startTimer();
    }

    /** Whether an event may be told only when {@link #keep} is done with it. */
    boolean isKeeping() {
        return state == State.HELD;
    }

    /** Has the events kept. Completes, without failure, when they are to be told; at once unless {@link #isKeeping}. */
    Future<Void> keep(List<AnswerEvent> events) {
        if (state == State.BEHIND) {
            owe(events);
        }
        if (state != State.HELD) {
            return Future.succeededFuture();
        }
        wroteLately = true;
        writing = true;
        return asking(ASKS_MAX, () -> append(events)).transform((kept, failure) -> {
            writing = false;
            if (failure == null) {
                heard(kept);
            } else if (state == State.HELD) {
                state = State.BEHIND;
                owe(events);
            }
            return Future.succeededFuture();
        });
    }

    /** Nothing more comes. */
    void end() {
        ended = true;
        if (state != State.BEHIND || owesTooMuch) {
            stop();
        }
    }

    /** Nothing comes at all: the answer may be asked for anew. */
    void abandon() {
        abandoned = true;
        if (state == State.HELD) {
            log.orElseThrow().abandon(requireNonNull(owner), streamId, fence, asked.idempotencyKey());
        }
        if (state != State.CLAIMING) {
            stop();
        }
    }

    /** Asks once more while the store is late. */
    static <T> Future<T> asking(int times, Supplier<Future<T>> question) {
        Future<T> reply = question.get();
        return times == 1 ? reply : reply.recover(_ -> asking(times - 1, question));
    }

    private Future<Kept> append(List<AnswerEvent> events) {
        return log.orElseThrow().append(requireNonNull(owner), streamId, fence, events);
    }

    private void heard(Kept kept) {
        switch (kept) {
            case KEPT -> {}
            case STOP -> listener.accept(kept);
            case LOST -> {
                stop();
                listener.accept(kept);
            }
            case GONE -> {
                stop();
                toldUnkept.run();
            }
        }
    }

    private void owe(List<AnswerEvent> events) {
        toldUnkept.run();
        owedSize += size(events);
        owesTooMuch |= owedSize > OWED_MAX;
        if (owesTooMuch) {
            owed.clear();
        } else {
            owed.addAll(events);
        }
    }

    private static int size(List<AnswerEvent> events) {
        return events.stream().mapToInt(event -> event.data().length()).sum();
    }

    /* Also asks for the answer, if nobody knows whether it is ours. If another one makes it by now there are two. */
    private void catchUp() {
        writing = true;
        List<AnswerEvent> batch = List.copyOf(owed);
        claimAnew()
                .compose(ours -> ours ? append(batch) : Future.succeededFuture(Kept.GONE))
                .onComplete((kept, failure) -> {
                    writing = false;
                    if (state == State.BEHIND) {
                        caughtUp(failure == null ? kept : null, batch);
                    }
                });
    }

    private Future<Boolean> claimAnew() {
        return isOurs
                ? Future.succeededFuture(true)
                : log.orElseThrow()
                        .claim(requireNonNull(owner), streamId, asked)
                        .map(claim -> isOurs = claim instanceof Claim.Ours);
    }

    private void caughtUp(@Nullable Kept kept, List<AnswerEvent> batch) {
        if (kept == null) {
            if (ended && ++asksAfterEnd >= ASKS_AFTER_END_MAX) {
                stop();
            }
            return;
        }
        heard(kept);
        if (state != State.BEHIND || owesTooMuch) {
            return;
        }
        owed.subList(0, batch.size()).clear();
        owedSize -= size(batch);
        if (!owed.isEmpty()) {
            catchUp(); // what was told meanwhile
        } else if (ended) {
            stop();
        } else {
            state = State.HELD;
        }
    }

    private void startTimer() {
        timer = vertx.setPeriodic(ALIVE_EVERY_MS, _ -> {
            if (writing) {
                return;
            }
            if (state == State.BEHIND) {
                catchUp();
            } else if (!wroteLately) {
                append(List.of()).onSuccess(this::heard);
            }
            wroteLately = false;
        });
    }

    private void stop() {
        state = State.NONE;
        owed.clear();
        vertx.cancelTimer(timer);
    }
}
