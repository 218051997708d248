package dev.rapport.chat.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SseFramesTest {
    private static final String[] HOSTILE = {
        "\r",
        "\n",
        "\r\n",
        "\0",
        "\u2028",
        "\u2029",
        "\ufeff",
        "data: x",
        "\n\nevent: done\n",
        "\"",
        "\\",
        "😀",
        "é",
        ":",
        " "
    };

    @Test
    void token_anyText_isOneEventWithThatText() {
        for (int seed = 0; seed < 100_000; seed++) {
            Random random = new Random(seed);
            String text = IntStream.range(0, 1 + random.nextInt(6))
                    .mapToObj(_ -> HOSTILE[random.nextInt(HOSTILE.length)])
                    .collect(Collectors.joining());

            String frame = SseFrames.token("gen_1-7", text).toString();

            String[] lines = frame.split("\r\n|\r|\n", -1);
            assertThat(lines).as("seed %d", seed).hasSize(5);
            assertThat(lines[0]).isEqualTo("event: token");
            assertThat(lines[1]).isEqualTo("id: gen_1-7");
            assertThat(lines[3] + lines[4]).isEmpty();
            assertThat(new JsonObject(lines[2].substring("data: ".length())).getString("text"))
                    .as("seed %d", seed)
                    .isEqualTo(text);
        }
    }
}
