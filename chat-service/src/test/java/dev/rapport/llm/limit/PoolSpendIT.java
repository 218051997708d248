package dev.rapport.llm.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.llm.limit.PoolCall.Ask;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Sixteen loops that want more than there is, each with its own connection and a clock that is hours wrong, before a
 * provider whose bucket is as strict as it may be. The tests run side by side: each has a store of its own, and waits for a
 * rate most of the time.
 */
@Timeout(300)
class PoolSpendIT {
    private static final int LOOPS = 16;
    private static final int TOKENS = 100;

    /** Of all: what is spent is what counts here, and not who goes first. */
    private static final long ORDER = 1;

    @TempDir
    private Path folder;

    private RedisRig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new RedisRig(folder);
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    private List<Spender> spenders(Provider provider, int transitMillis) throws Exception {
        List<Spender> spenders = new ArrayList<>();
        for (int i = 0; i < LOOPS; i++) {
            RedisRig.OneLoop on = rig.loop("i" + i / 4 + "/" + i % 4, LOOPS, Duration.ofMinutes(37L * (i - 8)));
            spenders.add(new Spender(on, provider, transitMillis, i));
        }
        for (Spender spender : spenders) {
            spender.on.tell(spender::call);
        }
        return spenders;
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void hundredThousandRequests_upToTwoSecondsOnTheirWay_areAllAdmitted() throws Exception {
        int goal = 100_000;
        Provider provider = new Provider(60_000);
        List<Spender> spenders = spenders(provider, 2_000);
        RedisRig.until("a hundred thousand", () -> provider.admitted.get() + provider.refused.get() >= goal);
        stop(spenders);

        assertThat(provider.refused).as("refused").hasValue(0);
    }

    /* At a rate that a machine keeps up with which does ten other things. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void requestsUpToTwoSecondsOnTheirWay_areAsManyAsTheLimitAllows() throws Exception {
        Provider provider = new Provider(3_000);
        List<Spender> spenders = spenders(provider, 2_000);
        RedisRig.until("all there was, and half a minute", () -> provider.granted.get() >= 4_500);
        double allowed = provider.allowed();
        double granted = provider.granted.get();
        stop(spenders);

        assertThat(granted / allowed).as("used of allowed").isBetween(0.98, 1.0);
        allEnds(spenders);
        assertThat(provider.refused).as("refused").hasValue(0);
    }

    private static void stop(List<Spender> spenders) throws Exception {
        for (Spender spender : spenders) {
            spender.on.tell(() -> spender.stopped = true);
        }
    }

    private void allEnds(List<Spender> spenders) throws Exception {
        Spender any = spenders.getFirst();
        RedisRig.until("all answers' ends", () -> {
            any.on.run(any::nothing); // what was granted by a reply that was lost ends with its lease
            return spenders.stream().allMatch(spender -> spender.open.get() == 0)
                    && rig.ask(Command.HLEN, "limit:{p:p}:held").equals("0")
                    && rig.ask(Command.ZCARD, "limit:{p:p}:open").equals("0");
        });
        assertThat(rig.ask(Command.HMGET, "limit:{p:p}", "key:hr", "key:ht")).isEqualTo("[0, 0]");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void redisKilledMeanwhile_eachGoesOnWithItsShare_andNothingIsSpentTwice() throws Exception {
        Provider provider = new Provider(6_000);
        List<Spender> spenders = spenders(provider, 200);
        RedisRig.until("all that was there at first", () -> provider.admitted.get() > 6_100);
        rig.redis.kill();
        RedisRig.until("all loops on their own", () -> spenders.stream().allMatch(spender -> spender.pool.isAway()));
        RedisRig.pass(Duration.ofMillis(300)); // what was on its way has come
        long before = provider.admitted.get();
        long beganNanos = System.nanoTime();
        RedisRig.pass(Duration.ofSeconds(6));
        double alone = provider.admitted.get() - before;
        double seconds = (System.nanoTime() - beganNanos) / 1e9;
        double shares = alone / seconds / provider.perSecond();

        rig.redis.startAgain();
        RedisRig.until("all loops back", () -> spenders.stream().noneMatch(spender -> spender.pool.isAway()));
        before = provider.admitted.get();
        beganNanos = System.nanoTime();
        RedisRig.pass(Duration.ofSeconds(6));
        double together = provider.admitted.get() - before;
        seconds = (System.nanoTime() - beganNanos) / 1e9;
        stop(spenders);

        assertThat(provider.refused).as("refused").hasValue(0);
        assertThat(shares).as("used while alone").isBetween(0.7, 1.3); // not 16: the bucket above is exact
        assertThat(together / seconds / provider.perSecond())
                .as("used together")
                .isGreaterThan(0.7);
        assertThat(rig.fellBack).hasSize(LOOPS);
    }

    /** Takes a request's cost when it arrives, and refuses what it has no room for. */
    private static final class Provider {
        final AtomicLong granted = new AtomicLong();
        final AtomicLong admitted = new AtomicLong();
        final AtomicLong refused = new AtomicLong();
        private final int perMinute;
        private final AtomicLong beganNanos = new AtomicLong();
        private double level;
        private long atNanos = System.nanoTime();

        Provider(int perMinute) {
            this.perMinute = perMinute;
            this.level = perMinute;
        }

        synchronized boolean takes() {
            long now = System.nanoTime();
            level = Math.min(perMinute, level + (now - atNanos) / 1e9 * perSecond());
            atNanos = now;
            boolean room = level >= 1;
            level -= room ? 1 : 0;
            (room ? admitted : refused).incrementAndGet();
            return room;
        }

        void grants() {
            beganNanos.compareAndSet(0, System.nanoTime());
            granted.incrementAndGet();
        }

        double perSecond() {
            return perMinute / 60.0;
        }

        /** Since the first request: till then the bucket was full. */
        double allowed() {
            return perMinute + (System.nanoTime() - beganNanos.get()) / 1e9 * perSecond();
        }
    }

    /** One loop, with always more to send than it may. */
    private static final class Spender {
        final RedisRig.OneLoop on;
        final RedisPool pool;
        final AtomicLong open = new AtomicLong();
        boolean stopped;
        private final Provider provider;
        private final SplittableRandom random;
        private final int transitMillis;
        private final Deque<Ask> line = new ArrayDeque<>();
        private long requests;

        Spender(RedisRig.OneLoop on, Provider provider, int transitMillis, long seed) {
            this.on = on;
            this.provider = provider;
            this.transitMillis = transitMillis;
            this.random = new SplittableRandom(seed);
            this.pool = new RedisPool(
                    on.limits, on.clock, new PoolSettings("p", List.of(new KeyLimit("key", provider.perMinute, 0)), 0));
        }

        void call() {
            while (line.size() < PoolCall.ASKS_MAX + 1) {
                line.addLast(new Ask(on.limits.name() + "-" + requests++, ORDER, TOKENS));
            }
            List<Ask> asks = line.stream().limit(PoolCall.ASKS_MAX).toList();
            pool.call(new PoolCall(asks, List.of(), line.size(), ORDER, ORDER, TOKENS))
                    .onSuccess(reply -> heard(asks, reply));
        }

        Future<PoolReply> nothing() {
            return pool.call(new PoolCall(List.of(), List.of(), 0, 0, 0, TOKENS));
        }

        private void heard(List<Ask> asks, PoolReply reply) {
            for (Ask ask : asks) {
                if (reply.granted().containsKey(ask.id())) {
                    line.remove(ask);
                    open.incrementAndGet();
                    provider.grants();
                    on.limits.timers().after(millis(transitMillis), () -> arrive(ask));
                }
            }
            if (!stopped) {
                on.limits.timers().after(reply.times().pollAfter(), this::call);
            }
        }

        private void arrive(Ask ask) {
            boolean taken = provider.takes();
            on.limits.timers().after(millis(50), () -> {
                pool.note(new PoolNote.Arrived(ask.id(), taken));
                on.limits.timers().after(millis(50), () -> {
                    pool.note(new PoolNote.Ended(ask.id(), true, random.nextInt(TOKENS)));
                    open.decrementAndGet();
                });
            });
        }

        private Duration millis(int max) {
            return Duration.ofMillis(random.nextInt(max + 1));
        }
    }
}
