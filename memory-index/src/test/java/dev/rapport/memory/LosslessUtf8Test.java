package dev.rapport.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.memory.index.HardTexts;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LosslessUtf8Test {
    @Test
    void encode_validText_isUtf8() {
        for (String text : HardTexts.ALL) {
            assertThat(LosslessUtf8.encode(text)).isEqualTo(text.getBytes(UTF_8));
            assertThat(LosslessUtf8.decode(text.getBytes(UTF_8))).isEqualTo(text);
        }
        assertThat(LosslessUtf8.decode("\uD7FF\uE000\uD55C".getBytes(UTF_8))).isEqualTo("\uD7FF\uE000\uD55C");
    }

    @Test
    void encode_halves_comeBackAsTheyWere() {
        for (String text : HardTexts.HALVES) {
            assertThat(LosslessUtf8.decode(LosslessUtf8.encode(text))).isEqualTo(text);
        }
    }

    @Test
    void encode_anyCharactersInAnyOrder_comeBackAsTheyWere() {
        Random random = new Random(101);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(8); length >= 0; length--) {
                text.append((char) (random.nextBoolean() ? 0xD780 + random.nextInt(0x900) : random.nextInt(0x10000)));
            }
            assertThat(LosslessUtf8.decode(LosslessUtf8.encode(text.toString())))
                    .as("seed 101, %d", i)
                    .isEqualTo(text.toString());
        }
    }

    @Test
    void decode_bytesThatAreNoText_isReplaced_notRefused() {
        assertThat(LosslessUtf8.decode(new byte[] {(byte) 0xED, (byte) 0xA0})).contains("\uFFFD");
        assertThat(LosslessUtf8.decode(new byte[] {'a', (byte) 0xFF, 'b'})).isEqualTo("a\uFFFDb");
    }
}
