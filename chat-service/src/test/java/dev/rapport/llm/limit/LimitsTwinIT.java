package dev.rapport.llm.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.llm.limit.PoolCall.Ask;
import dev.rapport.llm.limit.PoolCall.Newcomer;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts on a real Redis against the same arithmetic in Java, which is told the times that Redis had. */
@Timeout(300)
class LimitsTwinIT {
    private static final int OPERATIONS = 10_000;
    private static final int LOOPS = 4;
    private static final int IDS = 60;

    @TempDir
    private Path folder;

    private RedisRig rig;
    private RedisRig.OneLoop loop;

    @BeforeEach
    void start() throws Exception {
        rig = new RedisRig(folder);
        loop = rig.loop("i1/0", 1, Duration.ZERO);
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void pool_afterRandomOperations_saysTheSameInBoth(long seed) throws Exception {
        World world = new World(seed);
        for (int i = 0; i < OPERATIONS / 3 + 1; i++) {
            world.step(i);
        }
        assertThat(world.granted).as("granted").isGreaterThan(100);
        assertThat(world.refused).as("told to come back").isGreaterThan(100);
        assertThat(world.cooled).as("calls during a pause").isGreaterThan(10);
    }

    private final class World {
        private final SplittableRandom random;
        private final PoolSettings settings;
        private final PoolRules rules;
        private @Nullable LocalPool twin;
        private long told;
        private int granted;
        private int refused;
        private int cooled;

        /* Fast limits and short leases, so that within seconds all there is to happen does. The bound of requests under way
         * is also what one call ends at the most whose lease is over: the script ends no more at once. */
        World(long seed) {
            random = new SplittableRandom(seed);
            List<KeyLimit> keys = IntStream.range(0, random.nextInt(1, 4))
                    .mapToObj(i -> new KeyLimit(
                            "key" + i,
                            random.nextInt(4) == 0 ? 0 : random.nextInt(1, 20_000),
                            random.nextInt(3) == 0 ? 0 : random.nextInt(1, 2_000_000)))
                    .toList();
            settings = new PoolSettings("p", keys, random.nextInt(1, 33));
            rules = new PoolRules(
                    Duration.ofMillis(80),
                    Duration.ofMillis(30),
                    Duration.ofMillis(1),
                    Duration.ofMillis(100),
                    Duration.ofMillis(random.nextInt(3)));
        }

        void step(int number) throws Exception {
            String name = "i" + random.nextInt(LOOPS) + "/0";
            PoolWire wire = new PoolWire(settings, rules, name);
            if (twin == null || random.nextInt(3) > 0) {
                PoolCall call = call();
                List<Object> words = rig.run(Script.RESERVE, wire.keys(), wire.reserve(twin == null, call));
                PoolReply read = PoolWire.reply(words);
                if (twin == null) {
                    twin = new LocalPool(settings, rules, 1, true, read.serverMicros());
                }
                assertThat(read)
                        .as("operation %d, %s, %s asks %s", number, settings, name, call)
                        .isEqualTo(twin.call(name, read.serverMicros(), call));
                count(read);
            } else {
                List<PoolNote> notes = IntStream.range(0, random.nextInt(1, 6))
                        .mapToObj(_ -> note())
                        .toList();
                List<Object> words = rig.run(Script.SETTLE, wire.keys(), wire.settle(false, notes));
                long now = (long) words.getFirst();
                for (PoolNote note : notes) {
                    twin.note(now, note);
                }
            }
        }

        private void count(PoolReply reply) {
            granted += reply.granted().size();
            refused += (int) reply.verdicts().stream()
                    .filter(PoolReply.Verdict.Shed.class::isInstance)
                    .count();
            cooled += reply.times().cooling().isZero() ? 0 : 1;
        }

        private String id() {
            return "r" + random.nextInt(IDS);
        }

        private int tokens() {
            return random.nextInt(50) == 0 ? 3_000_000 : random.nextInt(1, 3_000);
        }

        private PoolCall call() {
            long now = System.currentTimeMillis() * 1_000;
            List<Ask> asks = new ArrayList<>();
            int count = random.nextInt(6);
            for (int i = 0; i < count; i++) {
                String id = id();
                if (asks.stream().noneMatch(ask -> ask.id().equals(id))) {
                    asks.add(new Ask(id, now - random.nextInt(300_000), tokens()));
                }
            }
            asks.sort(Comparator.comparingLong(Ask::order));
            List<Newcomer> newcomers = new ArrayList<>();
            asks.stream()
                    .filter(_ -> random.nextBoolean())
                    .forEach(ask -> newcomers.add(
                            new Newcomer(ask.id(), ask.order(), random.nextLong(2_000_000), newcomers.size())));
            for (int i = random.nextInt(3); i > 0; i--) {
                newcomers.add(new Newcomer("n" + i, now, random.nextLong(200_000_000), asks.size() + i));
            }
            long next = random.nextBoolean() ? now + random.nextInt(1_000) : 0;
            long tail = asks.isEmpty() ? 0 : Math.max(asks.getLast().order(), next);
            return new PoolCall(
                    asks, newcomers, random.nextInt(asks.size() + 20), next, tail, random.nextInt(1, 2_000));
        }

        private PoolNote note() {
            String key = "key" + random.nextInt(4); // sometimes one that is not there
            int kind = random.nextInt(100);
            if (kind == 0) {
                return new PoolNote.CoolDown(key, LocalPool.ofMicros(random.nextInt(100_000)));
            } else if (kind == 1) {
                return new PoolNote.Down(LocalPool.ofMicros(random.nextInt(100_000)));
            } else if (kind == 2) {
                return new PoolNote.Spent(key, random.nextInt(5), random.nextInt(5_000), ++told);
            } else if (kind < 10) {
                return new PoolNote.Lease(id());
            } else if (kind < 40) {
                return new PoolNote.Arrived(id(), random.nextInt(10) > 0);
            } else if (kind < 50) {
                return new PoolNote.Ended(id(), false, 0);
            }
            return new PoolNote.Ended(id(), true, random.nextInt(10) == 0 ? -1 : random.nextInt(3_000));
        }
    }

    /* The twin knows the limits of a minute only, from nothing, and lets nobody wait. What one does to come there is to take
     * more than there is. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void user_afterRandomOperations_isLetInAndRefusedByBoth(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        PlanLimit plan = new PlanLimit("plan", 2_400, seed == 1 ? 0 : 240_000, 0, 0, 0);
        RedisUsers users = new RedisUsers(loop.limits, loop.clock);
        LocalUsers twin = new LocalUsers(1);
        int granted = 0;
        int refused = 0;
        for (int i = 0; i < OPERATIONS / 2; i++) {
            String id = "r" + i;
            String user = "{u" + random.nextInt(2) + "}";
            UserLimiter.Ask ask = new UserLimiter.Ask(
                    id,
                    user,
                    plan,
                    random.nextInt(1, 300),
                    0,
                    new UserLimiter.Times(Duration.ZERO, Duration.ZERO, Duration.ZERO));
            if (rig.ask(Command.EXISTS, user + ":limit").equals("0")) {
                rig.ask(Command.HSET, user + ":limit", "at", Long.toString(loop.clock.micros()), "r", "0", "t", "0");
                twin.reserve(ask, Long.parseLong(rig.ask(Command.HGET, user + ":limit", "at")));
            }
            UserLimiter.Reply said = loop.run(() -> users.reserve(ask));
            long now = Long.parseLong(rig.ask(Command.HGET, user + ":limit", "at"));
            UserLimiter.Reply twins = twin.reserve(ask, now);
            assertThat(said.getClass()).as("operation %d, %s: %s", i, ask, said).isEqualTo(twins.getClass());
            if (said instanceof UserLimiter.Reply.Granted) {
                granted++;
                boolean sent = random.nextInt(4) > 0;
                int used = random.nextInt(300);
                loop.tell(() -> users.settle(ask, sent, used, 0));
                twin.settle(user, id, sent, used);
            } else {
                refused++;
            }
        }
        assertThat(granted).as("granted").isGreaterThan(100);
        assertThat(refused).as("refused").isGreaterThan(100);
    }
}
