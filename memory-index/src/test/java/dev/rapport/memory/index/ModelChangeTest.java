package dev.rapport.memory.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.memory.Embedding;
import dev.rapport.memory.LogEntry;
import dev.rapport.memory.Memory;
import dev.rapport.memory.QuantizedVector;
import dev.rapport.memory.RecallQuery;
import dev.rapport.memory.SearchEffort;
import dev.rapport.memory.Vectors;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What becomes of memories whose vectors are another model's, until they have new ones. */
class ModelChangeTest {
    private static final SearchEffort ALL = new SearchEffort(256, -1);

    @Test
    void search_vectorOfAnotherModel_isNeverCompared_andWordsFindItUntilItHasANewOne() {
        UserMemories ofNewModel = new UserMemories("new-model");
        Memory old = memory("m_old", "My boat is called Zorblax.", Vectors.plane(1, 0), "old-model/onnx");
        Memory current = memory("m_new", "tea", Vectors.plane(1, 1), "new-model/onnx");
        Memory sibling = memory("m_fast", "cake", Vectors.plane(1, 2), "new-model/static");
        ofNewModel.apply(List.of(
                new LogEntry.Added("1-1", old),
                new LogEntry.Added("1-2", current),
                new LogEntry.Added("1-3", sibling)));

        RecallQuery samePlace = new RecallQuery(Vectors.plane(1, 0), "nothing in common", ALL);
        assertThat(ofNewModel.search(samePlace))
                .extracting(found -> found.memory().id())
                .containsExactly("m_new", "m_fast");
        RecallQuery sameWord = new RecallQuery(Vectors.plane(1, 0), "Zorblax?", new SearchEffort(3, 0.9f));
        assertThat(ofNewModel.search(sameWord)).singleElement().satisfies(found -> {
            assertThat(found.memory().id()).isEqualTo("m_old");
            assertThat(found.cosine()).isZero();
        });

        assertThat(ofNewModel.strangers(9)).extracting(Memory::id).containsExactly("m_old");
        assertThat(ofNewModel.strangers(0)).isEmpty();
        ofNewModel.replaceVectors(List.of(memory("m_old", old.text(), Vectors.plane(1, 0), "new-model/onnx")));
        assertThat(ofNewModel.strangers(9)).isEmpty();
        assertThat(ofNewModel.search(samePlace))
                .extracting(found -> found.memory().id())
                .containsExactly("m_old", "m_new", "m_fast");
        assertThat(ofNewModel.position()).isEqualTo("1-3");
    }

    @Test
    void replaceVectors_ofWhatWasForgottenMeanwhile_doesNotBringItBack() {
        UserMemories ofNewModel = new UserMemories("new-model");
        Memory old = memory("m_old", "My boat is called Zorblax.", Vectors.plane(1, 0), "old-model/onnx");
        ofNewModel.apply(
                List.of(new LogEntry.Added("1-1", old), new LogEntry.Forgotten("1-2", "m_old", Instant.EPOCH)));
        ofNewModel.replaceVectors(List.of(memory("m_old", old.text(), Vectors.plane(1, 0), "new-model/onnx")));

        assertThat(ofNewModel.size()).isZero();
        assertThat(ofNewModel.search(new RecallQuery(Vectors.plane(1, 0), "Zorblax", ALL)))
                .isEmpty();
    }

    @Test
    void replaceVectors_allThatTheGraphWasMadeWithout_areFoundByTheirMeaning() {
        UserMemories ofNewModel = new UserMemories("new-model", 300, Runnable::run, () -> {});
        List<Memory> again = mixed(ofNewModel, 600);
        assertThat(ofNewModel.graphed()).isPositive();

        ofNewModel.replaceVectors(again.subList(0, 100));
        assertThat(ofNewModel.strangers(600)).hasSize(200);
        ofNewModel.replaceVectors(again.subList(100, 300));

        assertThat(ofNewModel.strangers(600)).isEmpty();
        assertThat(ofNewModel.graphed()).isEqualTo(600);
        assertThat(again)
                .allSatisfy(memory -> assertThat(nearest(ofNewModel, memory)).isEqualTo(memory.id()));
    }

    /** One that is gone needs no other vector: it must not keep the others out of the graph. */
    @Test
    void replaceVectors_allThatAreStillThere_areFoundByTheirMeaning() {
        UserMemories ofNewModel = new UserMemories("new-model", 300, Runnable::run, () -> {});
        List<Memory> again = mixed(ofNewModel, 600);
        ofNewModel.apply(
                List.of(new LogEntry.Superseded("601-0", again.getFirst().id(), "", Instant.EPOCH)));
        again.removeFirst();

        ofNewModel.replaceVectors(again);
        assertThat(again)
                .allSatisfy(memory -> assertThat(nearest(ofNewModel, memory)).isEqualTo(memory.id()));
    }

    /** Perhaps before a thread has built the graph, perhaps behind it, most likely in the middle. */
    @Test
    void replaceVectors_whileTheGraphIsBuilt_areFoundByTheirMeaningInTheEnd() {
        try (ExecutorService background = Executors.newSingleThreadExecutor()) {
            UserMemories ofNewModel = new UserMemories("new-model", 300, background, () -> {});
            List<Memory> again = mixed(ofNewModel, 4_000);
            ofNewModel.replaceVectors(again);

            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            Predicate<Memory> found = memory -> nearest(ofNewModel, memory).equals(memory.id());
            while (!again.stream().allMatch(found) && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertThat(again).allMatch(found);
        }
    }

    /* Every second one is of the old model; these are returned with a vector of the new one. */
    private static List<Memory> mixed(UserMemories memories, int count) {
        Random random = new Random(59);
        List<LogEntry> log = new ArrayList<>();
        List<Memory> again = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Embedding meaning = Vectors.random(random);
            String model = i % 2 == 0 ? "old" : "new-model";
            log.add(new LogEntry.Added((i + 1) + "-0", memory("m_" + i, "number " + i, meaning, model)));
            if (i % 2 == 0) {
                again.add(memory("m_" + i, "number " + i, meaning, "new-model"));
            }
        }
        memories.apply(log);
        return again;
    }

    private static String nearest(UserMemories memories, Memory to) {
        RecallQuery same = new RecallQuery(to.vector().toEmbedding(), "", new SearchEffort(1, 0.9f));
        return memories.search(same).stream()
                .map(found -> found.memory().id())
                .findFirst()
                .orElse("none");
    }

    private static Memory memory(String id, String text, Embedding meaning, String model) {
        return new Memory(id, text, Instant.EPOCH, "turn", QuantizedVector.of(meaning), model);
    }
}
