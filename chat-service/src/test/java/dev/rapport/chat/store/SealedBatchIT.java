package dev.rapport.chat.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.chat.Turns;
import dev.rapport.memory.SealBrokenException;
import dev.rapport.memory.log.RedisMemoryLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SealedBatchIT {
    @TempDir
    private Path folder;

    private LinkedRedis redis;
    private RedisMemoryLog log;
    private SealedBatch reads;

    @BeforeEach
    void start() throws Exception {
        redis = LinkedRedis.start(folder, "--appendfsync", "no");
        RedisLink link = redis.opened(redis.link());
        log = RedisMemoryLog.connect(redis.process.uri(), Duration.ofSeconds(20));
        reads = new SealedBatch(link, log.userKeys());
    }

    @AfterEach
    void stop() {
        log.close();
        redis.close();
    }

    /** Reads what opens only when the key is read for the given time. */
    private int opened(int at, AtomicInteger looks) throws Exception {
        return redis.onLoop(() -> reads.read(Turns.SESSION.owner(), List.of(), _ -> -1, (_, _) -> {
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
        log.userKeys().erase(Turns.SESSION.owner()).toCompletableFuture().join();
        AtomicInteger looks = new AtomicInteger();
        assertThat(opened(1, looks)).isEqualTo(-1);
        assertThat(looks).hasValue(0);
    }
}
