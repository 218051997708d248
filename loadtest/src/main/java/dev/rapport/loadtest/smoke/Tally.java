package dev.rapport.loadtest.smoke;

import dev.rapport.loadtest.client.ChatResult;
import dev.rapport.loadtest.client.FailureClass;
import dev.rapport.loadtest.client.Integrity;
import dev.rapport.loadtest.client.SessionResult;
import dev.rapport.loadtest.measure.InFlight;
import dev.rapport.loadtest.measure.Latencies;
import dev.rapport.loadtest.measure.Little;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** Everything that is counted and timed while users talk. Belongs to the run's event loop. */
final class Tally {
    /** The simulated provider keeps records of so many requests; a chat beyond them could not be joined with its own. */
    static final int CHATS_MAX = 200_000;

    /** In {@link #e2eByNonce}: answered, but during the warm-up. */
    static final long NOT_TIMED = -1;

    final Latencies dispatch = new Latencies();
    final Latencies ttfh = new Latencies();
    final Latencies ttft = new Latencies();
    final Latencies e2e = new Latencies();
    final Map<FailureClass, Long> failures = new EnumMap<>(FailureClass.class);
    final Map<FailureClass, String> examples = new EnumMap<>(FailureClass.class);
    final Map<FailureClass, Long> sessionFailures = new EnumMap<>(FailureClass.class);
    final Map<String, Long> e2eByNonce = new HashMap<>();

    private final Latencies residence = new Latencies();
    private final InFlight inFlight;
    private Integrity integrity = Integrity.INTACT;
    private long started;
    private long ok;
    private long failed;
    private long failedTimed;
    private long queued;
    private long replaced;

    Tally(long startNanos) {
        this.inFlight = new InFlight(startNanos);
    }

    void chatStarted(long nowNanos) {
        started++;
        inFlight.enter(nowNanos);
    }

    /** Counts a result; {@code timed} says whether its latencies belong to the measurement. */
    void chatEnded(ChatResult result, long nowNanos, boolean timed) {
        inFlight.leave(nowNanos);
        residence.record(result.settledNanos() - result.begunNanos()); // by the client's clock, not by ours
        queued += result.queued();
        replaced += result.replaced();
        if (timed && result.sent()) {
            dispatch.record(result.sentNanos());
        }
        FailureClass failure = result.failure();
        if (failure == null) {
            ok++;
            e2eByNonce.put(result.nonce(), timed ? result.doneNanos() : NOT_TIMED);
            if (timed) {
                ttfh.record(result.headersNanos());
                ttft.record(result.firstTokenNanos());
                e2e.record(result.doneNanos());
            }
        } else {
            failed++;
            failedTimed += timed ? 1 : 0;
            failures.merge(failure, 1L, Long::sum);
            examples.putIfAbsent(failure, result.detail());
            integrity = integrity.plus(result.integrity());
        }
    }

    void sessionEnded(SessionResult result) {
        if (result instanceof SessionResult.Failed(var failure, var detail)) {
            sessionFailures.merge(failure, 1L, Long::sum);
            examples.putIfAbsent(failure, detail);
        }
    }

    boolean full() {
        return started >= CHATS_MAX;
    }

    ChatCounts chats() {
        return new ChatCounts(started, ok, failed, failedTimed);
    }

    Integrity integrity() {
        return integrity;
    }

    long queued() {
        return queued;
    }

    long replaced() {
        return replaced;
    }

    int inFlight() {
        return inFlight.now();
    }

    int inFlightPeak() {
        return inFlight.peak();
    }

    /** The users' own clock against the sum of the chats' times; an unfinished chat is in the one and not in the other. */
    Little little(long nowNanos) {
        return new Little(inFlight.mean(nowNanos), residence.sumSeconds() / inFlight.elapsedSeconds(nowNanos));
    }

    /**
     * Chats by how they ended.
     *
     * @param failedTimed failed ones after the warm-up
     */
    record ChatCounts(long started, long ok, long failed, long failedTimed) {
        long unfinished() {
            return started - ok - failed;
        }
    }
}
