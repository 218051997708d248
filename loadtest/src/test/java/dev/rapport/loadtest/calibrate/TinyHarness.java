package dev.rapport.loadtest.calibrate;

import dev.rapport.loadtest.client.CallResult;
import dev.rapport.loadtest.client.ChatApi;
import dev.rapport.loadtest.client.ChatCall;
import dev.rapport.loadtest.client.Connections;
import dev.rapport.loadtest.clock.LoopTimer;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.simulator.AnswerPlan;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** The smallest load generator that is right: sends at planned times, in order, with so many in flight at most. */
final class TinyHarness {
    private static final Duration TIME_MAX = Duration.ofSeconds(20);

    private final Vertx vertx;
    private final KnownTiming timing;
    private final int places;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final List<Sample> samples = new ArrayList<>();
    private int inFlight;

    record Run(Instant startedAt, List<Sample> samples) {}

    TinyHarness(Vertx vertx, KnownTiming timing, int places) {
        this.vertx = vertx;
        this.timing = timing;
        this.places = places;
    }

    /** Sends {@code count} chats, one each {@code gapNanos}, to a server that lets everyone in. */
    Run run(URI server, int count, long gapNanos) {
        Promise<Instant> done = Promise.promise();
        Context context = vertx.getOrCreateContext();
        context.runOnContext(go -> {
            LoopTimer timer = LoopTimer.of(context);
            ChatApi api = new ChatApi(new Connections(vertx, timer, server), timer, server, TIME_MAX);
            api.openSession("calibration-1", "", System.nanoTime()).onSuccess(session -> {
                String token = ChatApi.tokenOf(session).orElseThrow();
                Instant startedAt = Instant.now();
                long startNanos = System.nanoTime();
                for (int i = 0; i < count; i++) {
                    long number = i;
                    long planned = i * gapNanos;
                    Runnable send = () -> api.chat(new ChatCall(
                                    token,
                                    "Hi [ref t" + number + "]",
                                    AnswerPlan.forNonce(timing.answers(), "t" + number),
                                    0,
                                    startNanos + planned))
                            .onSuccess(result -> settled(sample(number, planned, result)))
                            .onSuccess(result -> {
                                if (samples.size() == count) {
                                    done.complete(startedAt);
                                }
                            });
                    timer.at(startNanos + planned, () -> begin(send));
                }
            });
        });
        Instant startedAt = done.future().await();
        return new Run(startedAt, List.copyOf(samples));
    }

    private void begin(Runnable send) {
        if (places > 0 && inFlight == places) {
            waiting.add(send);
        } else {
            inFlight++;
            send.run();
        }
    }

    private void settled(Sample sample) {
        samples.add(sample);
        inFlight--;
        Runnable next = waiting.poll();
        if (next != null) {
            begin(next);
        }
    }

    private static Sample sample(long number, long planned, CallResult result) {
        return new Sample(
                number,
                "open",
                Sample.Operation.CHAT,
                0,
                "t" + number,
                planned,
                result.times(),
                result.answer(),
                result.outcome(),
                result.detail(),
                result.status(),
                result.retryAfterSeconds(),
                result.bytesSent(),
                result.bytesReceived(),
                result.server());
    }
}
