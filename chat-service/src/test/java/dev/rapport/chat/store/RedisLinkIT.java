package dev.rapport.chat.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.chat.turn.TurnFailed;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.file.Path;
import java.util.SplittableRandom;
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

    private LinkedRedis redis;
    private RedisLink link;
    private RedisLink other;

    @BeforeEach
    void start() throws Exception {
        redis = LinkedRedis.start(folder);
        link = redis.opened(redis.link());
        other = redis.opened(redis.link());
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    private static Request ping() {
        return Request.cmd(Command.PING);
    }

    /* The loop is busy with what it read together with the first reply, as under overload; the second reply is there long
     * before the loop looks, which it does after its timers. */
    @Test
    void loopThatReadsLate_isNoStoreThatIsLate() throws Exception {
        Object reply = redis.onLoop(() -> other.send(ping()).compose(_ -> {
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
    void beacon_itsChannelHasASubscriber_asLongAsTheConnectionLives() throws Exception {
        RedisBeacon beacon = new RedisBeacon(redis.link(), new SplittableRandom(1));
        assertThat(beacon.channel()).isEmpty();
        redis.onLoop(beacon::open);
        String channel = beacon.channel();
        assertThat(channel).startsWith("maker:");
        awaitSubscribers(channel, 1);

        redis.onLoop(() ->
                other.send(Request.cmd(Command.CLIENT).arg("KILL").arg("TYPE").arg("pubsub")));
        awaitSubscribers(channel, 0);
        awaitSubscribers(channel, 1);

        redis.onLoop(beacon::close);
        awaitSubscribers(channel, 0);
        assertThat(beacon.channel()).isEmpty();
    }

    /* Each look is a round trip; the class's timeout ends it. */
    private void awaitSubscribers(String channel, long count) throws Exception {
        String expected = "[" + channel + ", " + count + "]";
        while (!expected.equals("" + subscribers(channel))) {
            Thread.onSpinWait();
        }
    }

    private Object subscribers(String channel) throws Exception {
        return redis.onLoop(
                () -> other.send(Request.cmd(Command.PUBSUB).arg("NUMSUB").arg(channel)));
    }

    @Test
    void storeThatIsLate_isUnavailable_andCanBeCalledAgain() throws Exception {
        redis.process.pause();
        assertThatThrownBy(() -> redis.onLoop(() -> link.send(ping())))
                .isInstanceOf(TurnFailed.class)
                .hasMessageContaining("durable");
        redis.process.resume();
        assertThat(redis.onLoop(() -> link.send(ping()))).hasToString("PONG");
    }
}
