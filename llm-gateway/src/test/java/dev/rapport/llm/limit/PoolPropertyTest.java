package dev.rapport.llm.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.llm.limit.PoolCall.Ask;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Sixteen loops that always have something waiting, before a provider that takes a request's cost when it arrives and
 * refuses what it has no room for. However long requests are on their way: none is refused, and nearly all that is
 * allowed is used.
 */
class PoolPropertyTest {
    private static final int SEEDS = 200;
    private static final int LOOPS = 16;
    private static final int LINE_LENGTH = 4;
    private static final int ASKS = 2;
    private static final Duration DEMAND = Duration.ofMinutes(5);
    private static final long DEMAND_MICROS = LocalPool.micros(DEMAND);
    private static final int TRANSIT_MAX_MICROS = 2_000_000;
    private static final int REPLY_MAX_MICROS = 500_000;
    private static final int LATE_MAX_MICROS = 50_000;
    private static final int TOKENS_MIN = 200;
    private static final int TOKENS_MAX = 400;

    @Test
    void howeverLongRequestsAreOnTheirWay_noneIsRefused_andNearlyAllIsUsed() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            World world = new World(seed);
            world.run();
            assertThat(world.refused)
                    .as("seed %d, %s: refused", seed, world.settings)
                    .isZero();
            assertThat(world.usedPart())
                    .as("seed %d, %s: used part of what is allowed", seed, world.settings)
                    .isBetween(0.98, 1.0);
        }
    }

    /** A bucket as strict as a provider's may be: its whole limit, refilled all the time. */
    private static final class Bucket {
        private final long rate;
        private final long capacity;
        private long level;
        private long at = VirtualTime.START_MICROS;
        private long used;

        Bucket(long perMinute) {
            rate = perMinute;
            capacity = perMinute * LocalKey.UNIT;
            level = capacity;
        }

        boolean has(long now, long cost) {
            level = Math.min(capacity, level + (now - at) * rate);
            at = now;
            return rate == 0 || level >= cost * LocalKey.UNIT;
        }

        void take(long cost) {
            level -= cost * LocalKey.UNIT;
            used += cost;
        }

        double allowed() {
            return rate + (double) rate * DEMAND_MICROS / LocalKey.UNIT;
        }
    }

    private static final class Provider {
        private final Bucket requests;
        private final Bucket tokens;

        Provider(KeyLimit limit) {
            requests = new Bucket(limit.requestsPerMinute());
            tokens = new Bucket(limit.tokensPerMinute());
        }

        boolean takes(long now, int cost) {
            boolean requestsFit = requests.has(now, 1); // both are asked, as both must be refilled
            boolean tokensFit = tokens.has(now, cost);
            boolean room = requestsFit && tokensFit;
            if (room) {
                requests.take(1);
                tokens.take(cost);
            }
            return room;
        }
    }

    private static final class World {
        private final SplittableRandom random;
        private final VirtualTime time = new VirtualTime();
        private final PoolSettings settings;
        private final LocalPool pool;
        private final Map<String, Provider> providers = new HashMap<>();
        private int refused;
        private long requests;

        World(long seed) {
            random = new SplittableRandom(seed);
            settings = new PoolSettings("p", keys(), 0);
            pool = new LocalPool(settings, PoolRules.of(settings), 1, true, time.micros());
            settings.keys().forEach(key -> providers.put(key.name(), new Provider(key)));
        }

        /* One or two keys, with a limit of requests, of tokens, or of both, of which one binds. */
        private List<KeyLimit> keys() {
            int kind = random.nextInt(4);
            int count = random.nextInt(1, 3);
            int perMinute = random.nextInt(100, 200) / count;
            int tokens = (int) (perMinute * 240L * (kind == 3 ? 0.7 : 1.5));
            List<KeyLimit> keys = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                keys.add(new KeyLimit("key" + i, kind == 1 ? 0 : perMinute, kind == 0 ? 0 : tokens));
            }
            return keys;
        }

        void run() {
            for (int i = 0; i < LOOPS; i++) {
                OneLoop loop = new OneLoop("loop" + i);
                time.after(micros(LATE_MAX_MICROS), loop::call);
            }
            time.pass(DEMAND.plusSeconds(5)); // the last are still on their way
        }

        double usedPart() {
            double allowedRequests = providers.values().stream()
                    .mapToDouble(each -> each.requests.allowed())
                    .sum();
            double allowedTokens = providers.values().stream()
                    .mapToDouble(each -> each.tokens.allowed())
                    .sum();
            long usedRequests = providers.values().stream()
                    .mapToLong(each -> each.requests.used)
                    .sum();
            long usedTokens = providers.values().stream()
                    .mapToLong(each -> each.tokens.used)
                    .sum();
            return Math.max(
                    allowedRequests == 0 ? 0 : usedRequests / allowedRequests,
                    allowedTokens == 0 ? 0 : usedTokens / allowedTokens);
        }

        private Duration micros(int max) {
            return LocalPool.ofMicros(random.nextInt(max + 1));
        }

        private void send(Ask ask, String key) {
            time.after(micros(TRANSIT_MAX_MICROS), () -> arrive(ask, key));
        }

        private void arrive(Ask ask, String key) {
            int used = random.nextInt(ask.tokens() * 6 / 10, ask.tokens() + 1);
            Provider provider = providers.get(key);
            if (provider == null || !provider.takes(time.micros(), used)) {
                refused++;
            }
            time.after(micros(REPLY_MAX_MICROS), () -> {
                pool.note(time.micros(), new PoolNote.Arrived(ask.id(), true));
                time.after(
                        micros(REPLY_MAX_MICROS),
                        () -> pool.note(time.micros(), new PoolNote.Ended(ask.id(), true, used)));
            });
        }

        private final class OneLoop {
            private final String name;
            private final Deque<Ask> line = new ArrayDeque<>();

            OneLoop(String name) {
                this.name = name;
                for (int i = 0; i < LINE_LENGTH; i++) {
                    joinOne();
                }
            }

            private void joinOne() {
                int tokens = random.nextInt(TOKENS_MIN, TOKENS_MAX + 1);
                line.addLast(new Ask("r" + requests++, time.micros(), tokens));
            }

            void call() {
                if (time.nanos() > DEMAND.toNanos()) {
                    return;
                }
                List<Ask> asks = line.stream().limit(ASKS).toList();
                long next = line.stream().skip(ASKS).findFirst().map(Ask::order).orElse(0L);
                PoolReply reply = pool.call(
                        name,
                        time.micros(),
                        new PoolCall(
                                asks,
                                List.of(),
                                line.size(),
                                next,
                                line.getLast().order(),
                                TOKENS_MAX));
                for (Ask ask : asks) {
                    String key = reply.granted().get(ask.id());
                    if (key != null) {
                        line.remove(ask);
                        joinOne();
                        send(ask, key);
                    }
                }
                time.after(reply.times().pollAfter().plus(micros(LATE_MAX_MICROS)), this::call);
            }
        }
    }
}
