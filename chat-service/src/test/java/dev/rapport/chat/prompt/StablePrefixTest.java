package dev.rapport.chat.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.Turns;
import dev.rapport.chat.compress.Compress;
import dev.rapport.chat.compress.JtokkitCounter;
import dev.rapport.chat.turn.KnownTrait;
import dev.rapport.chat.turn.PastMessage;
import dev.rapport.chat.turn.RecalledMemory;
import dev.rapport.llm.LlmRequest.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * How much of a prompt a provider has seen in the turn before: the common beginning of two prompts that follow each other, in
 * tokens. A conversation of 20 turns goes through stages 4 and 5 with a profile that changes once and other memories each turn.
 */
class StablePrefixTest {
    private static final JtokkitCounter COUNTER = JtokkitCounter.load();
    private static final int TURNS = 20;
    private static final int BUDGET = 3_000; // turn.context-tokens-max
    private static final int TRAIT_LEARNED_AT = 7;
    private static final int MEMORIES = 12; // recall.top-k
    private static final String[] WORDS =
            ("we walked along the harbour and talked of the budget for spring because the supplier raised"
                            + " prices again while my sister wants the kitchen done before June and the permit is still missing")
                    .split(" ", -1);

    @Test
    void prompts_afterTurnTen_shareSixtyPerCentWithTheOneBefore() {
        for (int seed = 1; seed <= 6; seed++) {
            List<List<Message>> prompts = replay(seed, BUDGET, false);
            double[] shares = IntStream.range(10, TURNS)
                    .mapToDouble(turn -> share(prompts.get(turn - 1), prompts.get(turn)))
                    .toArray();
            String shown = "seed %d: %s"
                    .formatted(
                            seed,
                            IntStream.range(0, shares.length)
                                    .mapToObj(i -> Math.round(100 * shares[i]) + " %")
                                    .toList());
            assertThat(Arrays.stream(shares).average().orElse(0)).as(shown).isGreaterThanOrEqualTo(0.6);
            assertThat(prompts.getLast())
                    .as(shown)
                    .anyMatch(message -> message.text().startsWith("Earlier in this"));
        }
    }

    @Test
    void prompts_sameState_areTheSameBytes_onAnInstanceThatSawNoneOfIt() {
        assertThat(replay(7, 1_000, true)).isEqualTo(replay(7, 1_000, false));
    }

    /** @param fresh whether each turn comes to an instance of its own */
    private static List<List<Message>> replay(int seed, int budget, boolean fresh) {
        Random random = new Random(seed);
        Compress compress = new Compress(COUNTER, budget);
        List<PastMessage> history = new ArrayList<>();
        List<List<Message>> prompts = new ArrayList<>();
        for (int turn = 0; turn < TURNS; turn++) {
            String question = "Turn " + turn + ": " + words(random, 20 + random.nextInt(30)) + "?";
            int traits = turn < TRAIT_LEARNED_AT ? 15 : 16;
            prompts.add(new BuildPrompt(COUNTER::count, 1_000)
                    .apply((fresh ? new Compress(COUNTER, budget) : compress)
                            .apply(Turns.recalled(question, history, memories(random), traits(traits)))
                            .result())
                    .result()
                    .request()
                    .prompt()
                    .messages());
            history.add(new PastMessage("g_" + turn, true, question, history.size()));
            history.add(new PastMessage("g_" + turn, false, answer(random, turn), history.size()));
        }
        return prompts;
    }

    private static double share(List<Message> before, List<Message> now) {
        String one = written(before);
        String other = written(now);
        int common = 0;
        while (common < Math.min(one.length(), other.length()) && one.charAt(common) == other.charAt(common)) {
            common++;
        }
        return (double) COUNTER.count(other.substring(0, common)) / COUNTER.count(other);
    }

    private static String written(List<Message> messages) {
        return messages.stream()
                .map(message -> message.role() + ": " + message.text() + "\n")
                .collect(Collectors.joining());
    }

    private static List<RecalledMemory> memories(Random random) {
        return IntStream.range(0, MEMORIES)
                .mapToObj(i -> new RecalledMemory(
                        "m_" + i,
                        "Memory " + random.nextInt(1_000) + ": " + words(random, 12) + ".",
                        Turns.NOW.minus(Duration.ofDays(1 + random.nextInt(300))),
                        "old",
                        0.5f))
                .toList();
    }

    private static List<KnownTrait> traits(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new KnownTrait("likes", "thing number " + i, Turns.NOW, "m_0"))
                .toList();
    }

    private static String answer(Random random, int turn) {
        return IntStream.range(0, 8)
                .mapToObj(i -> "Point " + turn + "." + i + " is that " + words(random, 12 + random.nextInt(10)) + ".")
                .collect(Collectors.joining(" "));
    }

    private static String words(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> WORDS[random.nextInt(WORDS.length)])
                .collect(Collectors.joining(" "));
    }
}
