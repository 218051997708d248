package dev.rapport.chat.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.chat.http.JsonLines.Chunk;
import dev.rapport.chat.http.JsonLines.Step;
import dev.rapport.chat.turn.TurnFailed;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.streams.WriteStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JsonLinesTest {
    private final Vertx vertx = Vertx.vertx();
    private final Reader reader = new Reader();
    private final List<String> asked = new ArrayList<>();
    private int begun;

    /** Takes lines until it is full. */
    private static final class Reader implements WriteStream<Buffer> {
        final List<String> taken = new ArrayList<>();
        int room = Integer.MAX_VALUE;

        @Nullable
        Handler<Void> drained;

        @Override
        public WriteStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
            return this;
        }

        @Override
        public Future<Void> write(Buffer data) {
            taken.add(data.toString());
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> end() {
            return Future.succeededFuture();
        }

        @Override
        public WriteStream<Buffer> setWriteQueueMaxSize(int maxSize) {
            return this;
        }

        @Override
        public boolean writeQueueFull() {
            return taken.size() >= room;
        }

        @Override
        public WriteStream<Buffer> drainHandler(@Nullable Handler<Void> handler) {
            drained = handler;
            return this;
        }

        void drain() {
            room = Integer.MAX_VALUE;
            Handler<Void> handler = drained;
            if (handler != null) {
                handler.handle(null);
            }
        }
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    private JsonLines lines() {
        return new JsonLines(vertx, reader, () -> begun++);
    }

    private Step step(String name, List<Step> rest) {
        return () -> {
            asked.add(name);
            return Future.succeededFuture(new Chunk(List.of(line(name)), rest));
        };
    }

    private static JsonObject line(String value) {
        return new JsonObject().put(JsonLines.KIND, "thing").put("value", value);
    }

    @Test
    void run_stepsWithOthersBehindThem_writesAllInOrder_andCounts() {
        JsonLines lines = lines().counting("thing", "other");
        Future<Void> done = lines.run(List.of(
                step("1", List.of(step("1a", List.of(step("1aa", List.of()))), step("1b", List.of()))),
                step("2", List.of())));
        assertThat(done.succeeded()).isTrue();
        assertThat(reader.taken)
                .containsExactly(
                        "{\"kind\":\"thing\",\"value\":\"1\"}\n",
                        "{\"kind\":\"thing\",\"value\":\"1a\"}\n",
                        "{\"kind\":\"thing\",\"value\":\"1aa\"}\n",
                        "{\"kind\":\"thing\",\"value\":\"1b\"}\n",
                        "{\"kind\":\"thing\",\"value\":\"2\"}\n");
        assertThat(lines.counts()).containsEntry("thing", 5).containsEntry("other", 0);
        assertThat(begun).isEqualTo(1);
    }

    @Test
    void run_readerThatIsFull_isNotWrittenTo_untilItHasRoom() {
        reader.room = 2;
        Future<Void> done = lines().run(List.of(step("1", List.of()), step("2", List.of()), step("3", List.of())));
        assertThat(asked).containsExactly("1", "2");
        assertThat(done.isComplete()).isFalse();
        reader.drain();
        assertThat(asked).containsExactly("1", "2", "3");
        assertThat(done.succeeded()).isTrue();
    }

    @Test
    void run_stepThatFails_failsSo_andWhatWasWrittenIsKnown() {
        JsonLines lines = lines();
        Future<Void> done =
                lines.run(List.of(step("1", List.of()), () -> Future.failedFuture("store"), step("3", List.of())));
        assertThat(done.cause()).hasMessage("store");
        assertThat(asked).containsExactly("1");
        assertThat(lines.begun()).isTrue();
    }

    @Test
    void run_firstStepThatFails_beginsNothing() {
        JsonLines lines = lines();
        assertThat(lines.run(List.of(() -> Future.failedFuture("store"))).failed())
                .isTrue();
        assertThat(lines.begun()).isFalse();
        assertThat(begun).isZero();
    }

    @Test
    void run_readerThatIsGone_asksForNothingMore() {
        JsonLines lines = lines();
        Step last = () -> {
            lines.gone();
            return step("1", List.of()).run();
        };
        Future<Void> done = lines.run(List.of(last, step("2", List.of())));
        assertThat(asked).containsExactly("1");
        assertThatThrownBy(() -> {
                    throw done.cause();
                })
                .isInstanceOf(TurnFailed.class)
                .hasMessageContaining("ClientGone");
    }
}
