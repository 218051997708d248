package dev.rapport.memory.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlotTableTest {
    @Test
    void takeAndPut_atRandom_agreesWithAMap() {
        Random random = new Random(71);
        long[] keys = new long[20_000];
        SlotTable table = new SlotTable(slot -> keys[slot]);
        Map<Long, Integer> map = new HashMap<>();
        for (int slot = 0; slot < keys.length; slot++) {
            long key = random.nextInt(500); // few, so that they come and go, and their homes lie side by side
            Integer expected = map.remove(key);
            assertThat(table.take(key, _ -> true))
                    .as("seed 71, slot %d", slot)
                    .isEqualTo(expected == null ? -1 : expected);
            if (random.nextInt(3) > 0) {
                keys[slot] = key;
                table.put(slot);
                map.put(key, slot);
            }
            assertThat(table.count()).isEqualTo(map.size());
        }
    }

    @Test
    void take_twoWithOneKey_takesTheOneThatIsMeant() {
        SlotTable table = new SlotTable(_ -> 7);
        table.put(0);
        table.put(1);

        assertThat(table.take(7, slot -> slot == 1)).isEqualTo(1);
        assertThat(table.take(7, slot -> slot == 1)).isEqualTo(-1);
        assertThat(table.take(7, slot -> slot == 0)).isZero();
    }
}
