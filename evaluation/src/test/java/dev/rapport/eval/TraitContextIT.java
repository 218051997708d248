package dev.rapport.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.compress.JtokkitCounter;
import dev.rapport.memory.Embedder;
import dev.rapport.memory.Embedding;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The trait store's part of {@code eval context}, with a redis-server of its own, as the command starts it. */
@Timeout(120)
class TraitContextIT {
    private static final int SMALL = 60;
    private static final int LARGE = 1_000;

    @TempDir
    private Path folder = Path.of("");

    private TraitContext measured() throws Exception {
        StringBuilder turns = new StringBuilder();
        turn(turns, 1, "N0", "Ada", "My bassoon needs new keys.");
        turn(turns, 1, "N1", "Ada", "I live in Porto.");
        turn(turns, 1, "X1", "Bob", "I live in Oslo, and my boss Karl is a bore.");
        turn(turns, 2, "N2", "Ada", "I cracked the soundboard of my dulcimer.");
        turn(turns, 2, "N3", "Ada", "I moved to Graz.");
        turn(turns, 2, "N4", "Ada", "There was soup at noon, it was pumpkin.");
        for (int i = 0; i < 40; i++) {
            turn(turns, 3, "F" + i, "Bob", "Number " + i + " of the things that fill the room.");
        }
        Fixture.write(folder, "turns.jsonl", turns.toString());
        Fixture.write(folder, "questions.jsonl", """
                {"conversation":"c","category":"update","question":"Which musical instrument do I play?","answer":"dulcimer","stale":"bassoon","evidence":["N2"]}
                {"conversation":"c","category":"update","question":"Which city do I live in?","answer":"Graz","stale":"Porto","evidence":["N3"]}
                {"conversation":"c","category":"needle","question":"What is the name of my boss?","answer":"Karl","evidence":["X1"]}
                {"conversation":"c","category":"needle","question":"Which soup was there?","answer":"pumpkin","evidence":["N4"]}
                """);
        TraitContext context = new TraitContext(
                folder, List.of(SMALL, LARGE), JtokkitCounter.load(), new OneVector(), new ArrayList<>()::add);
        try (OwnRedis redis = OwnRedis.start()) {
            context.measure(redis.uri());
        }
        return context;
    }

    private static void turn(StringBuilder turns, int session, String id, String speaker, String text) {
        turns.append("""
                {"conversation":"c","session":%d,"date":"2024-02-0%d","turn":"%s","speaker":"%s","text":"%s"}
                """.formatted(session, session, id, speaker, text));
    }

    @Test
    void measure_updatedFacts_areInThePrompt_andTheOldOnesAreNotPinned() throws Exception {
        TraitContext context = measured();

        List<TraitContext.Outcome> large = context.outcomes(LARGE);
        assertThat(large)
                .extracting(TraitContext.Outcome::attribute)
                .containsExactly("instrument", "home", "boss", AskedAttribute.NOT);
        assertThat(large).extracting(TraitContext.Outcome::inPrompt).containsOnly(true);
        assertThat(large).extracting(TraitContext.Outcome::pinned).containsExactly(true, true, false, false);
        assertThat(large).extracting(TraitContext.Outcome::updated).containsExactly(true, true, false, false);
        assertThat(large).extracting(TraitContext.Outcome::stalePinned).containsOnly(false);
        // With so small a budget only what is pinned is there: not Bob's boss, who is not Ada's.
        assertThat(context.outcomes(SMALL))
                .filteredOn(outcome -> outcome.attribute().equals("boss"))
                .extracting(TraitContext.Outcome::pinned)
                .containsOnly(false);
    }

    @Test
    void print_andWrite_giveTheShareOfWhatTheSchemaCovers() throws Exception {
        TraitContext context = measured();
        StringWriter text = new StringWriter();

        context.print(new PrintWriter(text));
        Path file = folder.resolve("out.json");
        context.write(file);

        assertThat(text.toString()).contains("| **covered by the schema** | 3 | 3 (100.0 %) | 2 | 2 | 2 | 0 |");
        assertThat(Files.readString(file)).contains("\"covered_answered\" : 3", "\"stale_pinned\" : 0");
    }

    @Test
    void holds_wholeWordsOnly() {
        assertThat(TraitContext.holds("- home: Graz-West", "graz")).isTrue();
        assertThat(TraitContext.holds("- pet: guinea pig", "Guinea pig")).isTrue();
        assertThat(TraitContext.holds("- pet: ratsnake", "rat")).isFalse();
    }

    /** Knows no meaning. */
    private static final class OneVector implements Embedder {
        @Override
        public Embedding embed(String text) {
            float[] values = new float[Embedding.DIMENSIONS];
            values[0] = 1;
            return Embedding.of(values);
        }

        @Override
        public int dimensions() {
            return Embedding.DIMENSIONS;
        }

        @Override
        public String model() {
            return "one";
        }
    }
}
