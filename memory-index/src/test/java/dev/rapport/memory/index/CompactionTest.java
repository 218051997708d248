package dev.rapport.memory.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.memory.Memory;
import dev.rapport.memory.QuantizedVector;
import dev.rapport.memory.Vectors;
import java.time.Instant;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CompactionTest {
    private static final Random RANDOM = new Random(91);

    private final Shelf old = new Shelf(DotProduct.choose(), "");
    private final BitSet removed = new BitSet();

    private static Memory memory(int number) {
        QuantizedVector vector = QuantizedVector.of(Vectors.random(RANDOM));
        return new Memory("m_" + number, "only" + number, Instant.EPOCH, "t", vector, "m");
    }

    private void add(int from, int to) {
        for (int i = from; i < to; i++) {
            old.add(memory(i));
        }
    }

    private void remove(int number) {
        removed.set(old.remove("m_" + number));
    }

    @Test
    void remove_aMemory_itsTextAndVectorAreGoneAtOnce() {
        add(0, 3);
        assertThat(old.remove("m_1")).isEqualTo(1);

        assertThat(old.memory(1)).isNull();
        assertThat(old.vectors().vector(1).toBytes()).containsOnly(0);
        assertThat(old.remove("m_1")).isEqualTo(-1);
        assertThat(old.live()).isEqualTo(2);
    }

    @Test
    void follow_removedBefore_leavesNoTraceInTheNewShelf() {
        add(0, 300);
        for (int number = 0; number < 300; number += 3) {
            remove(number);
        }
        Compaction compaction = new Compaction(old, DotProduct.choose());
        compaction.follow(300, removed);

        Shelf anew = compaction.shelf();
        assertThat(anew.size()).isEqualTo(200);
        assertThat(anew.words().scores("only3", 200, new BitSet()))
                .as("the word is not known")
                .isEmpty();
        assertThat(anew.words().scores("only4", 200, new BitSet())).isNotEmpty();
        for (int slot = 0; slot < 200; slot++) {
            Memory memory = anew.memory(slot);
            assertThat(memory).isNotNull();
            assertThat(anew.vectors().vector(slot)).isEqualTo(memory.vector());
        }
    }

    @Test
    void removeAlso_removedMeanwhile_isRemovedThere_andWhatCameMeanwhileIsThere() {
        add(0, 100);
        remove(1);
        Compaction compaction = new Compaction(old, DotProduct.choose());
        BitSet before = (BitSet) removed.clone();
        compaction.follow(100, before);

        add(100, 110);
        remove(5);
        remove(105);
        remove(107);
        compaction.follow(107, (BitSet) removed.clone());
        compaction.follow(110, removed);
        BitSet empty = compaction.removeAlso(before, removed);

        Shelf anew = compaction.shelf();
        assertThat(anew.live()).isEqualTo(110 - 4);
        assertThat(anew.size() - empty.cardinality()).isEqualTo(110 - 4);
        for (int number : new int[] {1, 5, 105, 107}) {
            assertThat(anew.remove("m_" + number)).as("%d", number).isEqualTo(-1);
        }
        assertThat(anew.remove("m_109")).isNotNegative();
    }
}
