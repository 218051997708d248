package dev.rapport.chat.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.turn.StageTimes;
import dev.rapport.chat.turn.TurnEnd;
import dev.rapport.llm.AnswerEnd;
import dev.rapport.llm.Part;
import dev.rapport.llm.Source;
import dev.rapport.llm.Usage;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SseFramesTest {
    private final AtomicLong nanos = new AtomicLong();
    private final StageTimes times = new StageTimes(nanos::get);

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
    void done_answerOfTwo_namesTheOneThatEndedIt_andWhatEachDid() {
        Source first = new Source("openai", "gpt", "");
        Source second = new Source("backup", "qwen", "");
        JsonObject done = done(
                second,
                new AnswerEnd(
                        AnswerEnd.Finish.STOP,
                        new Usage(833, 12, 384),
                        List.of(
                                new Part(first, new Usage(412, 9, 384), false, 120),
                                new Part(second, new Usage(421, 3, 0), true, 7))));
        assertThat(done.getString("provider")).isEqualTo("backup");
        assertThat(done.getString("model")).isEqualTo("qwen");
        assertThat(done.getJsonObject("usage").encode())
                .isEqualTo("{\"prompt_tokens\":833,\"completion_tokens\":12,\"cached_tokens\":384}");
        assertThat(done.getJsonArray("parts").encode())
                .isEqualTo("[{\"provider\":\"openai\",\"model\":\"gpt\",\"prompt_tokens\":412,"
                        + "\"completion_tokens\":9,\"complete\":false},{\"provider\":\"backup\",\"model\":\"qwen\","
                        + "\"prompt_tokens\":421,\"completion_tokens\":3,\"complete\":true}]");
        assertThat(done.getJsonObject("cost").encode()).isEqualTo("{\"micros\":127}");
    }

    @Test
    void done_answerOfOne_withoutPrice_saysNeitherPartsNorCost() {
        Source source = new Source("openai", "gpt", "");
        Usage usage = new Usage(412, 9, 0);
        JsonObject done =
                done(source, new AnswerEnd(AnswerEnd.Finish.STOP, usage, List.of(new Part(source, usage, true, 0))));
        assertThat(done.containsKey("parts")).isFalse();
        assertThat(done.containsKey("cost")).isFalse();
    }

    @Test
    void done_timing_hasTheWaitForThePermit() {
        AnswerEnd end = AnswerEnd.of(AnswerEnd.Finish.STOP, new Usage(1, 1, 0));
        Source source = new Source("openai", "gpt", "");
        nanos.set(1_000_000);
        times.asked();
        assertThat(done(source, end).getJsonObject("timing_ms").containsKey("admit"))
                .isFalse();

        nanos.set(2_234_567);
        times.admitted();
        nanos.set(9_000_000);
        times.admitted(); // counts once
        assertThat(done(source, end).getJsonObject("timing_ms").getDouble("admit"))
                .isEqualTo(1.235);
    }

    @Test
    void done_timing_hasWhatWasShed_besideWhatWasDropped() {
        AnswerEnd end = AnswerEnd.of(AnswerEnd.Finish.STOP, new Usage(1, 1, 0));
        Source source = new Source("openai", "gpt", "");
        assertThat(done(source, end).getJsonObject("timing_ms").getJsonArray("shed"))
                .isEmpty();

        times.shed("embedding");
        times.shed("embedding"); // counts once
        JsonObject timing = done(source, end).getJsonObject("timing_ms");
        assertThat(timing.getJsonArray("shed")).containsExactly("embedding");
        assertThat(timing.getJsonArray("dropped")).isEmpty();
    }

    private JsonObject done(Source source, AnswerEnd answer) {
        return new JsonObject(SseFrames.done(new TurnEnd("gen_1", "c_1", source, answer, List.of(), times), "1"));
    }

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
