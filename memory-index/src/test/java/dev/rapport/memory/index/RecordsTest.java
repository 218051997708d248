package dev.rapport.memory.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.memory.Memory;
import dev.rapport.memory.QuantizedVector;
import dev.rapport.memory.Vectors;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecordsTest {
    private static final QuantizedVector VECTOR = QuantizedVector.of(Vectors.plane(1, 0));

    private static Memory memory(String id, String text, String turn, String model) {
        return new Memory(id, text, Instant.ofEpochMilli(1_700_000_000_123L), turn, VECTOR, model);
    }

    @Test
    void memory_anyWords_isWhatWasAdded() {
        List<Memory> memories = new ArrayList<>();
        for (String text :
                Stream.concat(HardTexts.ALL.stream(), HardTexts.HALVES.stream()).toList()) {
            memories.add(memory("m_00ff00ff00ff00ff", text, "gen_TYxcPAlGZq8lBMk4", "minilm"));
            memories.add(memory(text, text, text, text));
        }
        Records records = new Records();
        memories.forEach(records::add);

        for (int slot = 0; slot < memories.size(); slot++) {
            assertThat(records.memory(slot, VECTOR)).isEqualTo(memories.get(slot));
            assertThat(records.isNamed(slot, memories.get(slot).id())).isTrue();
            assertThat(records.isNamed(slot, "m_00ff00ff00ff00fe")).isFalse();
        }
    }

    @Test
    void remove_aMemory_isGone_andWeighsNothing() {
        Records records = new Records();
        records.add(memory("m_1", "a", "t", "m"));
        long before = records.weightBytes();
        records.add(memory("m_2", "x".repeat(1_000), "t", "m"));
        assertThat(records.weightBytes()).isGreaterThan(before + 1_000);
        records.remove(1);
        records.remove(1);

        assertThat(records.memory(1, VECTOR)).isNull();
        assertThat(records.memory(0, VECTOR)).isNotNull();
        assertThat(records.weightBytes()).isEqualTo(before);
    }
}
