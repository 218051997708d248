package dev.rapport.chat.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.chat.Turns;
import dev.rapport.memory.SealBrokenException;
import dev.rapport.memory.log.RedisMemoryLog;
import dev.rapport.memory.log.RedisProcess;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SealedBatchIT {
    @TempDir
    private Path folder;

    private RedisProcess redis;
    private Vertx vertx;
    private Context loop;
    private RedisMemoryLog log;
    private SealedBatch reads;

    @BeforeEach
    void start() throws Exception {
        redis = RedisProcess.start(folder, List.of("--appendfsync", "no"));
        vertx = Vertx.vertx();
        loop = vertx.getOrCreateContext();
        RedisLink link = new RedisLink(vertx, "durable", redis.uri(), new SplittableRandom(1), (_, _, _) -> {});
        log = RedisMemoryLog.connect(redis.uri(), Duration.ofSeconds(20));
        reads = new SealedBatch(link, log.userKeys());
        onLoop(link::open);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
        log.close();
        redis.close();
    }

    private <T> T onLoop(Supplier<Future<T>> call) throws Exception {
        Promise<T> result = Promise.promise();
        loop.runOnContext(_ -> call.get().onComplete(result));
        return result.future().await(30, TimeUnit.SECONDS);
    }

    /** Reads what opens only when the key is read for the given time. */
    private int opened(int at, AtomicInteger looks) throws Exception {
        return onLoop(() -> reads.read(Turns.SESSION.owner(), List.of(), _ -> -1, (_, _) -> {
            if (looks.incrementAndGet() < at) {
                throw new SealBrokenException("of another key", null);
            }
            return at;
        }));
    }

    @Test
    void read_erasedBetweenTwoCommands_looksOnceMore_andNoOftener() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        assertThat(opened(1, looks)).isEqualTo(1);
        looks.set(0);
        assertThat(opened(2, looks)).isEqualTo(2);
        looks.set(0);
        assertThatThrownBy(() -> opened(3, looks)).hasStackTraceContaining("of another key");
        assertThat(looks).hasValue(2);
    }

    @Test
    void read_markOfAnErasure_isNothing() throws Exception {
        onLoop(() -> Future.fromCompletionStage(log.userKeys().erase(Turns.SESSION.owner()), loop));
        AtomicInteger looks = new AtomicInteger();
        assertThat(opened(1, looks)).isEqualTo(-1);
        assertThat(looks).hasValue(0);
    }
}
