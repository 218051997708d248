package dev.rapport.chat.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.memory.log.RedisProcess;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who was late: the store, or the loop that should have read its reply? */
@Timeout(60)
class RedisLinkIT {
    private static final long LONGER_THAN_A_REPLY_MAY_TAKE =
            RedisLink.REPLY_TIMEOUT.plusMillis(50).toNanos();

    @TempDir
    private Path folder;

    private RedisProcess redis;
    private Vertx vertx;
    private Context loop;
    private RedisLink link;
    private RedisLink other;

    @BeforeEach
    void start() throws Exception {
        redis = RedisProcess.start(folder);
        vertx = Vertx.vertx();
        loop = vertx.getOrCreateContext();
        link = link();
        other = link();
        onLoop(() -> link.open().compose(_ -> other.open()));
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
        redis.close();
    }

    private RedisLink link() {
        return new RedisLink(vertx, "volatile", redis.uri(), new SplittableRandom(1), (_, _, _) -> {});
    }

    private <T> T onLoop(java.util.function.Supplier<Future<T>> call) throws Exception {
        Promise<T> result = Promise.promise();
        loop.runOnContext(_ -> call.get().onComplete(result));
        return result.future().await(30, TimeUnit.SECONDS);
    }

    private static Request ping() {
        return Request.cmd(Command.PING);
    }

    /* The loop is busy with what it read together with the first reply, as under overload; the second reply is there long
     * before the loop looks, which it does after its timers. */
    @Test
    void loopThatReadsLate_isNoStoreThatIsLate() throws Exception {
        Object reply = onLoop(() -> other.send(ping()).compose(_ -> {
            var sent = link.send(ping());
            long end = System.nanoTime() + LONGER_THAN_A_REPLY_MAY_TAKE;
            while (System.nanoTime() < end) {
                LockSupport.parkNanos(end - System.nanoTime());
            }
            return sent;
        }));
        assertThat(reply).hasToString("PONG");
    }

    @Test
    void show_itsChannelHasASubscriber_asLongAsTheConnectionLives() throws Exception {
        RedisLink shown = link();
        shown.show("maker:1");
        assertThat(shown.shown()).isEmpty();
        onLoop(shown::open);
        assertThat(onLoop(() -> shown.send(ping()))).hasToString("PONG");
        assertThat(shown.shown()).isEqualTo("maker:1");
        awaitSubscribers(1);

        onLoop(() ->
                other.send(Request.cmd(Command.CLIENT).arg("KILL").arg("TYPE").arg("pubsub")));
        awaitSubscribers(0);
        awaitSubscribers(1);
        assertThat(onLoop(() -> shown.send(ping()))).hasToString("PONG");

        onLoop(shown::close);
        awaitSubscribers(0);
    }

    private String subscribers() throws Exception {
        return ""
                + onLoop(() ->
                        other.send(Request.cmd(Command.PUBSUB).arg("NUMSUB").arg("maker:1")));
    }

    /* Each look is a round trip; the class's timeout ends it. */
    private void awaitSubscribers(long count) throws Exception {
        while (!subscribers().equals("[maker:1, " + count + "]")) {
            Thread.onSpinWait();
        }
    }

    @Test
    void storeThatIsLate_isUnavailable_andCanBeCalledAgain() throws Exception {
        redis.pause();
        assertThatThrownBy(() -> onLoop(() -> link.send(ping())))
                .isInstanceOf(TurnFailed.class)
                .hasMessageContaining("volatile");
        redis.resume();
        assertThat(onLoop(() -> link.send(ping()))).hasToString("PONG");
    }
}
