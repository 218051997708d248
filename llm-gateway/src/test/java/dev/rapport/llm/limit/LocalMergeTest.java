package dev.rapport.llm.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.llm.limit.PoolCall.Ask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Sixteen loops, each with a line of its own, before one pool: the order is that of one line. */
class LocalMergeTest {
    private static final int LOOPS = 16;
    private static final int REQUESTS = 400;
    private static final PoolSettings SETTINGS = new PoolSettings("p", List.of(new KeyLimit("a", 600, 0)), 0);

    private final VirtualTime time = new VirtualTime();
    private final LocalPool pool = new LocalPool(SETTINGS, PoolRules.of(SETTINGS), 1, false, time.micros());
    private final List<Long> granted = new ArrayList<>();

    private final class OneLoop {
        private final String name;
        private final TreeMap<Long, String> line = new TreeMap<>();

        OneLoop(String name) {
            this.name = name;
        }

        void call() {
            List<Ask> asks = line.entrySet().stream()
                    .limit(PoolCall.ASKS_MAX)
                    .map(each -> new Ask(each.getValue(), each.getKey(), 1))
                    .toList();
            long next = line.keySet().stream().skip(asks.size()).findFirst().orElse(0L);
            long tail = line.isEmpty() ? 0 : line.lastKey();
            PoolReply reply = pool.call(name, time.micros(), new PoolCall(asks, List.of(), line.size(), next, tail, 1));
            asks.stream().filter(ask -> reply.granted().containsKey(ask.id())).forEach(ask -> {
                granted.add(ask.order());
                line.remove(ask.order());
                pool.note(time.micros(), new PoolNote.Arrived(ask.id(), true));
                pool.note(time.micros(), new PoolNote.Ended(ask.id(), true, 1));
            });
            if (!line.isEmpty()) {
                time.after(reply.times().pollAfter(), this::call);
            }
        }
    }

    @Test
    void sixteenLoops_areServedAsOneLine_withoutAPermitLost() {
        SplittableRandom random = new SplittableRandom(11);
        List<OneLoop> loops = new ArrayList<>();
        for (int i = 0; i < LOOPS; i++) {
            loops.add(new OneLoop("loop" + i));
        }
        for (int i = 0; i < REQUESTS; i++) {
            long order = time.micros() - 1_000_000 + i * 1_000L;
            loops.get(random.nextInt(LOOPS)).line.put(order, "r" + i);
        }
        loops.forEach(OneLoop::call);
        assertThat(granted).isEmpty();

        time.pass(Duration.ofSeconds(REQUESTS / 10 + 1));

        assertThat(granted).as("seed 11").isSorted().hasSize(REQUESTS);
    }
}
