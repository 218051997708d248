package dev.rapport.chat.turn;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InTimeTest {
    private static final Duration SHORT = Duration.ofMillis(5);
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private Thread loopThread = Thread.currentThread();

    private record Outcome<T>(Thread on, T value, Throwable failure) {}

    @BeforeEach
    void findLoop() throws Exception {
        loopThread = ended(() -> Future.succeededFuture("")).on();
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    /** What became of the call, which is made on the loop, and on which thread. */
    private <T> Outcome<T> ended(Supplier<Future<T>> call) throws Exception {
        CompletableFuture<Outcome<T>> outcome = new CompletableFuture<>();
        loop.runOnContext(_ -> call.get()
                .onComplete(
                        (value, failure) -> outcome.complete(new Outcome<>(Thread.currentThread(), value, failure))));
        return outcome.get(20, TimeUnit.SECONDS);
    }

    @Test
    void late_failsOnTheLoopThatWaits() throws Exception {
        Outcome<String> late =
                ended(() -> InTime.of(vertx, Promise.<String>promise().future(), SHORT));

        assertThat(late.failure()).isInstanceOf(TimeoutException.class).hasMessage("not within 5 ms");
        assertThat(late.on()).isSameAs(loopThread);
    }

    @Test
    void lateInACompositionWithoutContext_failsOnTheLoopThatWaits() throws Exception {
        Outcome<String> late = ended(() -> InTime.of(
                        vertx,
                        Future.succeededFuture("")
                                .compose(_ -> Promise.<String>promise().future()),
                        SHORT)
                .map(value -> value + "?"));

        assertThat(late.failure()).isInstanceOf(TimeoutException.class);
        assertThat(late.on()).isSameAs(loopThread);
    }

    @Test
    void inTime_isWhatItIs() throws Exception {
        Promise<String> promise = Promise.promise();
        vertx.setTimer(1, _ -> promise.complete("there"));
        assertThat(ended(() -> InTime.of(vertx, promise.future(), LONG)).value())
                .isEqualTo("there");
        assertThat(ended(() -> InTime.of(vertx, Future.failedFuture("broken"), LONG))
                        .failure())
                .hasMessage("broken");
    }

    /* As under overload: one long piece of work after the other, and the reply is read after some of them. */
    @Test
    void loopWithTooMuchToDo_isNotTakenForALateReply() throws Exception {
        assertThat(ended(() -> {
                            Promise<String> promise = Promise.promise();
                            work(3, () -> promise.complete("there"));
                            return InTime.of(vertx, promise.future(), SHORT);
                        })
                        .value())
                .isEqualTo("there");
    }

    private void work(int pieces, Runnable then) {
        loop.runOnContext(_ -> {
            long end = System.nanoTime() + 2 * SHORT.toNanos();
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            if (pieces == 1) {
                then.run();
            } else {
                work(pieces - 1, then);
            }
        });
    }
}
