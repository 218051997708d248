package dev.rapport.chat.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.Turns;
import dev.rapport.chat.compress.Compress;
import dev.rapport.chat.compress.JtokkitCounter;
import dev.rapport.chat.turn.CompressedTurn;
import dev.rapport.chat.turn.KnownTrait;
import dev.rapport.chat.turn.PastMessage;
import dev.rapport.chat.turn.RecalledMemory;
import dev.rapport.chat.turn.RecalledTurn;
import dev.rapport.chat.turn.Step;
import dev.rapport.chat.turn.Summaries;
import dev.rapport.chat.turn.Summary;
import dev.rapport.llm.LlmRequest.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
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
    private static final int NO_SUMMARIES = -1;
    private static final String SUMMARY = "User has talked of the harbour";
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
            List<List<Message>> prompts = replay(seed, BUDGET, false, NO_SUMMARIES);
            assertShares(seed, prompts);
            assertThat(prompts.getLast())
                    .anyMatch(message -> message.text().startsWith("Earlier in this"))
                    .noneMatch(message -> message.text().contains(SUMMARY));
        }
    }

    @Test
    void prompts_withSummaries_shareAsMuch() {
        for (int seed = 1; seed <= 6; seed++) {
            List<List<Message>> prompts = replay(seed, BUDGET, false, 1);
            assertShares(seed, prompts);
            assertThat(prompts.getLast()).anyMatch(message -> message.text().contains(SUMMARY));
        }
    }

    private static void assertShares(int seed, List<List<Message>> prompts) {
        double[] shares = IntStream.range(10, TURNS)
                .mapToDouble(turn -> share(prompts.get(turn - 1), prompts.get(turn)))
                .toArray();
        assertThat(Arrays.stream(shares).average().orElse(0))
                .as(
                        "seed %d: %s",
                        seed,
                        Arrays.stream(shares)
                                .mapToObj(share -> Math.round(100 * share) + " %")
                                .toList())
                .isGreaterThanOrEqualTo(0.6);
    }

    @Test
    void prompts_sameState_areTheSameBytes_onAnInstanceThatSawNoneOfIt() {
        assertThat(replay(7, 1_000, true, NO_SUMMARIES)).isEqualTo(replay(7, 1_000, false, NO_SUMMARIES));
        assertThat(replay(7, 1_000, true, 1)).isEqualTo(replay(7, 1_000, false, 1));
    }

    /** A summary may come at once, some turns later, or when the cut has moved on: what a step began with it keeps. */
    @Test
    void prompts_betweenTwoSteps_haveTheSameSummaryAndDigest_wheneverASummaryComes() {
        for (int delay = 0; delay <= 12; delay++) {
            Map<Long, Set<String>> olderByStep = new HashMap<>();
            List<CompressedTurn> turns = new ArrayList<>();
            replay(8, 1_000, true, delay, turns);
            turns.forEach(turn -> turn.step()
                    .ifPresent(step -> olderByStep
                            .computeIfAbsent(step.place(), _ -> new HashSet<>())
                            .add(String.join("\n", turn.digest()))));
            assertThat(olderByStep).as("steps, delay %d", delay).hasSizeGreaterThan(4);
            assertThat(olderByStep.values()).as("delay %d", delay).allMatch(texts -> texts.size() == 1);
            if (delay > 4) { // so slow a model may always be too late
                continue;
            }
            long summarized = olderByStep.values().stream()
                    .filter(texts -> texts.stream().anyMatch(text -> text.contains(SUMMARY)))
                    .count();
            assertThat(summarized).as("steps with a summary, delay %d", delay).isGreaterThan(1);
        }
    }

    private static List<List<Message>> replay(int seed, int budget, boolean fresh, int delay) {
        return replay(seed, budget, fresh, delay, new ArrayList<>());
    }

    /**
     * A conversation.
     *
     * @param fresh whether each turn comes to an instance of its own
     * @param delay turns after which a summary is there that a step asks for; {@link #NO_SUMMARIES}: never
     * @param turns gets what stage 4 made
     */
    private static List<List<Message>> replay(
            int seed, int budget, boolean fresh, int delay, List<CompressedTurn> turns) {
        Kept kept = new Kept();
        Random random = new Random(seed);
        Compress compress = new Compress(COUNTER, budget);
        List<PastMessage> history = new ArrayList<>();
        List<List<Message>> prompts = new ArrayList<>();
        for (int turn = 0; turn < TURNS; turn++) {
            String question = "Turn " + turn + ": " + words(random, 20 + random.nextInt(30)) + "?";
            int traits = turn < TRAIT_LEARNED_AT ? 15 : 16;
            CompressedTurn compressed = (fresh ? new Compress(COUNTER, budget) : compress)
                    .apply(kept.in(Turns.recalled(question, history, memories(random), traits(traits))))
                    .result();
            turns.add(compressed);
            prompts.add(new BuildPrompt(COUNTER::count, 1_000)
                    .apply(compressed)
                    .result()
                    .request()
                    .prompt()
                    .messages());
            history.add(new PastMessage("g_" + turn, true, question, history.size()));
            history.add(new PastMessage("g_" + turn, false, answer(random, turn), history.size()));
            if (delay != NO_SUMMARIES) {
                kept.ask(compressed, turn + delay);
                kept.keep(turn, history.size());
            }
        }
        return prompts;
    }

    /** The store of a conversation's summaries, and the model that makes them, which is slow. */
    private static final class Kept {
        private final Map<Step, Integer> dueByStep = new LinkedHashMap<>();
        private Summaries summaries = Summaries.NONE;

        RecalledTurn in(RecalledTurn turn) {
            return new RecalledTurn(
                    turn.turn(),
                    turn.turnId(),
                    turn.conversation(),
                    turn.history(),
                    turn.memories(),
                    turn.traits(),
                    turn.said(),
                    turn.meaning(),
                    summaries,
                    turn.version(),
                    turn.epoch());
        }

        void ask(CompressedTurn turn, int due) {
            turn.step().filter(step -> step.place() > summaries.tried()).ifPresent(step -> {
                dueByStep.put(step, due);
                summaries = new Summaries(summaries.newestFirst(), step.place());
            });
        }

        /* As summary-keep.lua has it. */
        private boolean isKept(Step step) {
            return step.place() > summaries.reach()
                    && summaries.newestFirst().stream().limit(1).allMatch(newest -> newest.since() <= step.seenAt());
        }

        void keep(int turn, long entries) {
            dueByStep.forEach((step, due) -> {
                if (due == turn && isKept(step)) {
                    List<Summary> newestFirst = new ArrayList<>(summaries.newestFirst());
                    newestFirst.addFirst(new Summary(SUMMARY + " up to " + step.place() + ".", step.place(), entries));
                    summaries = new Summaries(newestFirst.stream().limit(2).toList(), summaries.tried());
                }
            });
        }
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
