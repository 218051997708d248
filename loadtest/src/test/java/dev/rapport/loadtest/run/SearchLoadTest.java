package dev.rapport.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.client.CallResult;
import dev.rapport.loadtest.clock.LoopTimer;
import dev.rapport.loadtest.profile.Profile.Message;
import dev.rapport.loadtest.profile.Profile.Open;
import dev.rapport.loadtest.profile.Profile.Phase;
import dev.rapport.loadtest.profile.Search;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.record.Sample.Operation;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What breaks a step, with answers made up. */
@Timeout(20)
class SearchLoadTest {
    private static final long SECOND = 1_000_000_000;

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final Board board =
            new Board(System.nanoTime(), sample -> {}, sample -> sample.times().done() < SECOND);
    private final List<Double> rates = new ArrayList<>();
    private final List<Board.Entry> late = new ArrayList<>();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private static CallResult ok(long doneNanos) {
        Sample.Times times = new Sample.Times(0, 1, 2, 3, 4, doneNanos, doneNanos);
        return new CallResult(times, Sample.Answer.NONE, null, false, "", 200, -1, 10, 20, Sample.Server.SILENT, "");
    }

    private Board.Entry chat(Phase step) {
        return board.enter(step.name(), Operation.CHAT, 0, "n", System.nanoTime());
    }

    /** Up to 20 a second all are answered at once; above, ten of them only when the step after next is played. */
    private Future<Void> lateAbove20(Phase step, Open open) {
        rates.add(open.chatsPerSecond());
        late.forEach(entry -> board.settle(entry, ok(1)));
        late.clear();
        for (int i = 0; i < 10; i++) {
            board.settle(chat(step), ok(1));
            if (open.chatsPerSecond() > 20) {
                late.add(chat(step));
            }
        }
        return Future.succeededFuture();
    }

    private void run(BiFunction<Phase, Open, Future<Void>> play) {
        Phase phase = new Phase(
                "knee",
                "measured",
                Duration.ofSeconds(9),
                List.of(),
                Duration.ZERO,
                0,
                null,
                null,
                null,
                null,
                null,
                List.of());
        Search search = new Search(10, 2, Duration.ofSeconds(1), 0.3, 5, 5, Message.SHORT);
        Promise<Void> done = Promise.promise();
        context.runOnContext(go -> new SearchLoad(phase, search, board, LoopTimer.of(context), play, SECOND / 20)
                .run()
                .onComplete(done));
        done.future().await();
    }

    /** 40 leaves ten under way, which settle during the next step, and count neither for it nor for theirs. */
    @Test
    void stepWithRequestsUnderWay_isBroken_andTheNextIsNot() {
        run(this::lateAbove20);
        assertThat(rates).containsExactly(10.0, 20.0, 40.0, 30.0, 25.0);
    }

    @Test
    void stepWhoseAnswersAreNotGood_isBroken() {
        run((step, open) -> {
            rates.add(open.chatsPerSecond());
            board.settle(chat(step), ok(open.chatsPerSecond() > 20 ? 2 * SECOND : 1));
            return Future.succeededFuture();
        });
        assertThat(rates).containsExactly(10.0, 20.0, 40.0, 30.0, 25.0);
    }
}
