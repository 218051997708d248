package dev.rapport.memory.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.memory.Embedding;
import dev.rapport.memory.LogEntry;
import dev.rapport.memory.Memory;
import dev.rapport.memory.QuantizedVector;
import dev.rapport.memory.RecallQuery;
import dev.rapport.memory.Recalled;
import dev.rapport.memory.SearchEffort;
import dev.rapport.memory.Vectors;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What is done in the background, one piece at a time by the test's own hand. */
class BackgroundTest {
    private static final int GRAPH_SIZE_MIN = 300;

    private final Queue<Runnable> background = new ArrayDeque<>();
    private final UserMemories memories = new UserMemories("", GRAPH_SIZE_MIN, background::add, () -> {});
    private final Supplier<Embedding> vectors = Vectors.clustered(81);
    private int position;
    private Embedding lastMeaning = vectors.get();

    private List<LogEntry> added(int from, int to) {
        List<LogEntry> entries = new ArrayList<>();
        for (int i = from; i < to; i++) {
            lastMeaning = vectors.get();
            QuantizedVector vector = QuantizedVector.of(lastMeaning);
            Memory memory = new Memory("m_" + i, "memory number" + i, Instant.EPOCH, "t", vector, "m");
            entries.add(new LogEntry.Added(next(), memory));
        }
        return entries;
    }

    private List<LogEntry> superseded(int from, int to) {
        List<LogEntry> entries = new ArrayList<>();
        for (int i = from; i < to; i++) {
            entries.add(new LogEntry.Superseded(next(), "m_" + i, "", Instant.EPOCH));
        }
        return entries;
    }

    private LogEntry forgotten(int number) {
        return new LogEntry.Forgotten(next(), "m_" + number, Instant.EPOCH);
    }

    private String next() {
        return "1-" + ++position;
    }

    private boolean isFound(int number) {
        RecallQuery query = new RecallQuery(vectors.get(), "number" + number, new SearchEffort(256, -1));
        return memories.search(query).stream()
                .map(Recalled::memory)
                .anyMatch(memory -> memory.id().equals("m_" + number));
    }

    private String nearestToTheLast() {
        return memories.search(new RecallQuery(lastMeaning, "", new SearchEffort(1, -1)))
                .getFirst()
                .memory()
                .id();
    }

    private void work() {
        background.remove().run();
    }

    @Test
    void apply_moreThanTheGraphBegins_buildsNothingOnTheCallersThread() {
        memories.apply(added(0, 400));

        assertThat(memories.graphed()).isZero();
        assertThat(background).hasSize(1);
        assertThat(isFound(399)).isTrue();
        work();
        assertThat(memories.graphed()).isEqualTo(400);
        assertThat(background).isEmpty();
        assertThat(isFound(399)).isTrue();
    }

    @Test
    void apply_whileABuildWaits_asksForNoSecond_andIsCovered() {
        memories.apply(added(0, 400));
        memories.apply(added(400, 500));
        memories.apply(superseded(0, 50));

        assertThat(background).hasSize(1);
        work();
        assertThat(memories.graphed()).isEqualTo(500);
        assertThat(isFound(450)).isTrue();
        assertThat(isFound(10)).isFalse();
    }

    @Test
    void apply_withGraph_isFoundAtOnce_andMovesIntoItLater() {
        memories.apply(added(0, 400));
        work();
        memories.apply(added(400, 400 + UserMemories.TAIL_MAX));
        assertThat(background).isEmpty();
        assertThat(isFound(400 + UserMemories.TAIL_MAX - 1)).isTrue();

        memories.apply(added(400 + UserMemories.TAIL_MAX, 401 + UserMemories.TAIL_MAX));
        assertThat(isFound(400 + UserMemories.TAIL_MAX)).isTrue();
        assertThat(nearestToTheLast()).isEqualTo("m_" + (400 + UserMemories.TAIL_MAX));
        assertThat(memories.graphed()).isEqualTo(400);
        work();
        assertThat(memories.graphed()).isEqualTo(401 + UserMemories.TAIL_MAX);
        assertThat(isFound(0)).isTrue();
        assertThat(nearestToTheLast()).isEqualTo("m_" + (400 + UserMemories.TAIL_MAX));
    }

    @Test
    void apply_backgroundIsFull_asksAgainNextTime() {
        boolean[] full = {true};
        Executor maybe = build -> {
            if (full[0]) {
                throw new RejectedExecutionException("full");
            }
            background.add(build);
        };
        UserMemories user = new UserMemories("", GRAPH_SIZE_MIN, maybe, () -> {});
        user.apply(added(0, 400));
        assertThat(background).isEmpty();
        assertThat(user.size()).isEqualTo(400);

        full[0] = false;
        user.apply(added(400, 401));
        assertThat(background).hasSize(1);
    }

    @Test
    void apply_manyRemoved_putsTheRestTogetherInTheBackground() {
        memories.apply(added(0, 1_000));
        work();
        long before = memories.weightBytes();
        memories.apply(superseded(0, 900));
        assertThat(memories.size()).isEqualTo(100);
        assertThat(background).hasSize(1);
        memories.apply(added(1_000, 1_010)); // between the call for it and the work
        work();

        assertThat(memories.size()).isEqualTo(110);
        assertThat(memories.graphed()).as("100 are too few for a graph").isZero();
        assertThat(memories.weightBytes()).isLessThan(before / 4);
        assertThat(isFound(950)).isTrue();
        assertThat(isFound(1_005)).isTrue();
        assertThat(isFound(5)).isFalse();
    }

    @Test
    void apply_forgotten_smallShelf_isPutTogetherWithoutIt() {
        memories.apply(added(0, 20));
        memories.apply(List.of(forgotten(7)));
        assertThat(isFound(7)).isFalse();
        assertThat(background).hasSize(1);
        work();

        assertThat(background).isEmpty();
        assertThat(memories.size()).isEqualTo(19);
        assertThat(isFound(8)).isTrue();
    }

    @Test
    void apply_forgottenUnknown_asksForNothing() {
        memories.apply(added(0, 20));
        memories.apply(List.of(forgotten(77)));

        assertThat(background).isEmpty();
    }

    @Test
    void abandon_beforeABuild_buildsNothing() {
        memories.apply(added(0, 400));
        memories.abandon();
        work();

        assertThat(memories.graphed()).isZero();
        assertThat(background).isEmpty();
        assertThat(isFound(399)).isTrue();
    }
}
