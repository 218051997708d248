package dev.rapport.llm.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.llm.limit.PoolCall.Ask;
import dev.rapport.llm.limit.PoolCall.Newcomer;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The providers' limits on a real Redis. */
@Timeout(120)
class PoolLimitsIT {
    private static final long SECOND = 1_000_000;
    private static final PoolSettings ONE_A_SECOND = pool(60, 0, 0);
    private static final PoolRules RULES = PoolRules.of(ONE_A_SECOND);

    @TempDir
    private Path folder;

    private RedisRig rig;
    private RedisRig.OneLoop loop;

    @BeforeEach
    void start() throws Exception {
        rig = new RedisRig(folder);
        loop = rig.loop("i1/0", 2, Duration.ZERO);
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    private static PoolSettings pool(int requests, int tokens, int inFlight) {
        return new PoolSettings("p", List.of(new KeyLimit("key", requests, tokens)), inFlight);
    }

    private List<Object> reserve(PoolWire wire, boolean fresh, PoolCall call) throws Exception {
        return loop.run(() -> loop.scripts.run(Script.RESERVE, wire.keys(), wire.reserve(fresh, call)));
    }

    private List<Object> settle(PoolWire wire, PoolNote... notes) throws Exception {
        return loop.run(() -> loop.scripts.run(Script.SETTLE, wire.keys(), wire.settle(false, List.of(notes))));
    }

    private long field(String name) throws Exception {
        return Long.parseLong(rig.ask(Command.HGET, "limit:{p:p}", "key:" + name));
    }

    private static PoolCall asks(Ask... asks) {
        return new PoolCall(List.of(asks), List.of(), asks.length, 0, asks[asks.length - 1].order(), 1);
    }

    @Test
    void reserve_thatGrants_repliesAsItsHeadSays() throws Exception {
        PoolWire wire = new PoolWire(ONE_A_SECOND, RULES, "i1/0");
        PoolCall call = new PoolCall(
                List.of(new Ask("a", 1, 1), new Ask("b", 2, 1)),
                List.of(new Newcomer("a", 1, 0, 0), new Newcomer("b", 2, 0, 1)),
                0,
                0,
                2,
                1);
        List<Object> reply = reserve(wire, true, call);

        long now = System.currentTimeMillis() * 1_000;
        assertThat((long) reply.getFirst()).isBetween(now - 60 * SECOND, now + 60 * SECOND);
        assertThat(reply.subList(1, reply.size()))
                .containsExactly(0L, 0L, SECOND, SECOND, 2L, "a", "key", "b", "key", 2L, 0L, 0L, 0L, 0L, 0L, 0L);
        assertThat(field("hr")).isEqualTo(2 * LocalKey.UNIT);
        assertThat(rig.ask(Command.HLEN, "limit:{p:p}:line")).isEqualTo("0");
    }

    @Test
    void reserve_thatGrantsNothing_tellsWhoWaitsAndWhoNeedNot() throws Exception {
        PoolWire wire = new PoolWire(ONE_A_SECOND, RULES, "i1/0");
        List<Newcomer> newcomers = List.of(new Newcomer("a", 1, 10 * SECOND, 0), new Newcomer("b", 2, SECOND / 2, 1));
        List<Object> reply = reserve(wire, false, new PoolCall(List.of(new Ask("a", 1, 1)), newcomers, 0, 0, 2, 1));

        assertThat(reply.subList(1, reply.size()))
                .containsExactly(0L, 0L, SECOND, SECOND, 0L, 2L, 1L, SECOND, 1L, 2L, 3 * SECOND - SECOND / 4, 0L);
        String[] row = rig.ask(Command.HGET, "limit:{p:p}:line", "i1/0").split(" ", -1);
        assertThat(row).startsWith("1", "2", "1").endsWith("1");
        assertThat(Long.parseLong(row[3]) - (long) reply.getFirst()).isEqualTo(SECOND + 300_000);
    }

    @Test
    void reserve_again_isTheSameReservation() throws Exception {
        PoolWire wire = new PoolWire(ONE_A_SECOND, RULES, "i1/0");
        PoolCall call = asks(new Ask("a", 1, 1));
        List<Object> first = reserve(wire, true, call);
        assertThat(reserve(wire, false, call).subList(1, 8)).isEqualTo(first.subList(1, 8));
        assertThat(field("hr")).isEqualTo(LocalKey.UNIT);
    }

    @Test
    void settle_repliesWithTheTime_andEachNoteDoesWhatItsHeadSays() throws Exception {
        PoolWire wire = new PoolWire(pool(60, 6_000, 0), RULES, "i1/0");
        List<Object> granted = reserve(wire, true, asks(new Ask("a", 1, 100), new Ask("b", 2, 100)));
        assertThat(granted.get(5)).isEqualTo(2L);
        long full = 59 * LocalKey.UNIT;

        List<Object> reply = settle(wire, new PoolNote.Arrived("a", true), new PoolNote.Ended("b", false, 0));
        assertThat(reply).hasSize(1);
        assertThat((long) reply.getFirst()).isGreaterThan((long) granted.getFirst());
        assertThat(field("hr")).isZero();
        assertThat(field("r")).isEqualTo(full - LocalKey.UNIT);
        assertThat(field("ht")).isEqualTo(100 * LocalKey.UNIT);

        PoolNote ended = new PoolNote.Ended("a", true, 30);
        settle(wire, ended, ended, new PoolNote.Spent("key", 3, 5, 7), new PoolNote.Spent("key", 3, 5, 7));
        assertThat(field("ht")).isZero();
        assertThat(field("r")).isBetween(full - 4 * LocalKey.UNIT, full - 3 * LocalKey.UNIT);
        assertThat(field("t")).isBetween((5_988 - 35) * LocalKey.UNIT, 5_988 * LocalKey.UNIT - 1);
        assertThat(rig.ask(Command.HLEN, "limit:{p:p}:held") + rig.ask(Command.ZCARD, "limit:{p:p}:open"))
                .isEqualTo("00");
    }

    @Test
    void reservationOfAProcessThatDied_isChargedInFull_andOneThatIsRenewedIsNot() throws Exception {
        PoolRules shortLease =
                new PoolRules(Duration.ofMillis(1), RULES.grace(), RULES.pollMin(), RULES.pollMax(), RULES.slack());
        PoolSettings settings = pool(60, 6_000, 0);
        reserve(new PoolWire(settings, shortLease, "i1/0"), true, asks(new Ask("a", 1, 100), new Ask("b", 2, 100)));
        PoolWire wire = new PoolWire(settings, RULES, "i1/0");
        settle(wire, new PoolNote.Lease("b"), new PoolNote.Lease("never was"));
        RedisRig.pass(Duration.ofMillis(5));
        reserve(wire, false, new PoolCall(List.of(), List.of(), 0, 0, 0, 1));

        assertThat(field("hr")).isEqualTo(LocalKey.UNIT);
        assertThat(field("ht")).isEqualTo(100 * LocalKey.UNIT);
        assertThat(field("r")).isLessThan(59 * LocalKey.UNIT);
        assertThat(rig.ask(Command.ZRANGE, "limit:{p:p}:open", "0", "-1")).isEqualTo("[b]");
    }

    @Test
    void stateThatIsLost_isEmptyForWhoKnewIt_andFullForWhoBegins() throws Exception {
        PoolWire wire = new PoolWire(ONE_A_SECOND, RULES, "i1/0");
        assertThat(reserve(wire, false, asks(new Ask("a", 1, 1))).get(5)).isEqualTo(0L);
        rig.ask(Command.FLUSHALL);
        assertThat(reserve(wire, true, asks(new Ask("a", 1, 1))).get(5)).isEqualTo(1L);
    }

    /* One after the other asks as often as it is told to; whoever came first goes first, whichever loop it is on. */
    @Test
    void twoLoops_goInTheOrderOfBoth() throws Exception {
        PoolSettings settings = pool(3_000, 0, 0);
        RedisRig.OneLoop other = rig.loop("i2/0", 2, Duration.ofHours(-3));
        List<Waiter> waiters = List.of(new Waiter(loop, settings), new Waiter(other, settings));
        SplittableRandom random = new SplittableRandom(7);
        for (long order = 1; order <= 80; order++) {
            waiters.get(random.nextInt(2)).line.addLast(new Ask("r" + order, order, 1));
        }
        List<Long> went = new ArrayList<>();
        settle(new PoolWire(settings, RULES, "i3/0"), new PoolNote.Spent("key", 50, 0, 1)); // a second's debt:
        waiters.get(1).askNow(went); // both are known before the first can go
        waiters.get(0).askNow(went);
        assertThat(went).isEmpty();
        for (int step = 0; step < 3_000 && went.size() < 80; step++) {
            for (Waiter waiter : waiters) {
                waiter.askWhenTold(went);
            }
            RedisRig.pass(Duration.ofMillis(1));
        }
        assertThat(went).hasSize(80).isSorted();
    }

    private static final class Waiter {
        private final RedisRig.OneLoop on;
        private final PoolLimiter pool;
        private final Deque<Ask> line = new ArrayDeque<>();
        private long nextNanos;

        Waiter(RedisRig.OneLoop on, PoolSettings settings) {
            this.on = on;
            this.pool = new RedisPool(on.limits, on.clock, settings);
        }

        void askWhenTold(List<Long> went) throws Exception {
            if (System.nanoTime() >= nextNanos) {
                askNow(went);
            }
        }

        void askNow(List<Long> went) throws Exception {
            if (line.isEmpty()) {
                return;
            }
            List<Ask> asks = line.stream().limit(3).toList();
            long next = line.stream().skip(3).findFirst().map(Ask::order).orElse(0L);
            PoolReply reply = on.run(() -> pool.call(new PoolCall(
                    asks, List.of(), line.size(), next, line.getLast().order(), 1)));
            for (Ask ask : asks) {
                if (reply.granted().containsKey(ask.id())) {
                    went.add(ask.order());
                    line.remove(ask);
                }
            }
            nextNanos = System.nanoTime() + reply.times().pollAfter().toNanos();
        }
    }

    @Test
    void pauseThatOneLoopHeardOf_holdsForTheOther_andThenOneTriesAlone() throws Exception {
        RedisRig.OneLoop other = rig.loop("i2/0", 2, Duration.ofHours(3));
        PoolLimiter here = new RedisPool(loop.limits, loop.clock, ONE_A_SECOND);
        PoolLimiter there = new RedisPool(other.limits, other.clock, ONE_A_SECOND);
        assertThat(ask(other, there, "before")).isEqualTo(Map.of("before", "key"));

        loop.tell(() -> {
            here.note(new PoolNote.CoolDown("key", Duration.ofMillis(1_500)));
            here.note(new PoolNote.Down(Duration.ofSeconds(9)));
        });
        RedisRig.until("the pause", () -> seen(other, there).cooling().isPositive());
        PoolReply.Times told = seen(other, there);
        assertThat(told.cooling()).isBetween(Duration.ofMillis(1), Duration.ofMillis(1_500));
        assertThat(told.down()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(9));
        assertThat(ask(other, there, "during")).isEmpty();

        RedisRig.until(
                "the end of the pause", () -> seen(other, there).cooling().isZero());
        assertThat(ask(other, there, "first")).isEqualTo(Map.of("first", "key"));
        assertThat(ask(loop, here, "second")).isEmpty(); // until the first one's answer begins
        other.tell(() -> there.note(new PoolNote.Arrived("first", true)));
        assertThat(ask(other, there, "third")).isEqualTo(Map.of("third", "key"));
        assertThat(ask(loop, here, "second")).isEqualTo(Map.of("second", "key"));
    }

    private static PoolReply.Times seen(RedisRig.OneLoop on, PoolLimiter pool) throws Exception {
        return on.run(() -> pool.call(new PoolCall(List.of(), List.of(), 0, 0, 0, 1)))
                .times();
    }

    private static Map<String, String> ask(RedisRig.OneLoop on, PoolLimiter pool, String id) throws Exception {
        return on.run(() -> pool.call(asks(new Ask(id, 1, 1)))).granted();
    }
}
