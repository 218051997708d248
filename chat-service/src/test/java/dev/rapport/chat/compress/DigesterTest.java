package dev.rapport.chat.compress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.turn.PastMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DigesterTest {
    private static final TokenCounter COUNTER = JtokkitCounter.load();
    private static final Map<Category, String> ONE_OF_EACH = Map.of(
            Category.GOALS, "Our goal is to serve 4,500 users by 12 March.",
            Category.DECISIONS, "We decided to go with Kestrel rather than Heron.",
            Category.PROBLEMS, "The nightly import crashes with an error after 35 minutes.",
            Category.SOLUTIONS, "The root cause was a full disk, and I fixed it by pruning.",
            Category.RELATIONSHIPS, "My sister Ines is the manager of the Porto office.",
            Category.TECHNICAL, "The database listens on port 5433 of host `atlas-2`.");

    private static Digest digest(List<PastMessage> messages, int tokensMax) {
        return new Digester(COUNTER, new MessageTexts()).digest(messages, tokensMax);
    }

    @Test
    void digest_oneOfEachAmongChatter_standsUnderItsHeading_inTheEnumsOrder() {
        List<PastMessage> messages = new ArrayList<>();
        ONE_OF_EACH.forEach((category, text) -> {
            messages.add(user("Thanks, that is good to hear."));
            messages.add(user(text));
            messages.add(user("What do you think about it?"));
        });
        Digest digest = digest(messages, 140);

        assertThat(digest.passages())
                .filteredOn(said -> said.category() != Category.OTHER)
                .extracting(Digest.Said::category, Digest.Said::text)
                .containsExactlyInAnyOrderElementsOf(ONE_OF_EACH.entrySet().stream()
                        .map(entry -> org.assertj.core.groups.Tuple.tuple(entry.getKey(), entry.getValue()))
                        .toList());
        assertThat(digest.lines().getFirst()).isEqualTo("## Goals");
        assertThat(digest.lines().get(1)).isEqualTo("- I: Our goal is to serve 4,500 users by 12 March.");
        assertThat(digest.passages()).extracting(Digest.Said::category).isSorted();
    }

    @Test
    void digest_anyInput_isInItsTokens_exact_verbatim_andTheSameElsewhere() {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            List<PastMessage> messages = messages(random);
            int tokensMax = random.nextInt(1_500);
            Digest digest = digest(messages, tokensMax);

            String written = digest.lines().stream().map(line -> line + "\n").collect(Collectors.joining());
            assertThat(COUNTER.count(written)).as("seed %d", seed).isEqualTo(digest.tokens());
            assertThat(digest.tokens()).as("seed %d", seed).isLessThanOrEqualTo(tokensMax);
            assertThat(digest).as("seed %d", seed).isEqualTo(digest(messages, tokensMax));
            assertThat(digest.passages()).as("seed %d", seed).allSatisfy(said -> {
                assertThat(messages.get(said.message()).text()).contains(said.text());
                assertThat(messages.get(said.message()).user()).isEqualTo(said.user());
                assertThat(written).contains(said.text() + "\n");
            });
        }
    }

    @Test
    void digest_assistantThatTellsMore_getsAFifth() {
        List<PastMessage> messages = IntStream.range(0, 200)
                .mapToObj(i -> i % 2 == 0
                        ? user("I had tea number " + i + " today.")
                        : assistant(
                                "We decided on 12 March 2026 to fix error " + i + " of version 2." + i + " in Porto."))
                .toList();
        Digest digest = digest(messages, 600);

        int assistant = digest.passages().stream()
                .filter(said -> !said.user())
                .mapToInt(said -> COUNTER.count("- You: " + said.text() + "\n"))
                .sum();
        assertThat(assistant).isBetween(60, 120);
        assertThat(digest.tokens()).isGreaterThan(540);
    }

    @Test
    void digest_codeBlock_isTakenWhole_orLeft() {
        String block = "```sql\nSELECT id,\n       total\n  FROM invoice\n WHERE due < '2026-03-12';\n```";
        List<PastMessage> messages = List.of(user("This is slow:\n" + block + "\nCan it be faster?"));

        assertThat(digest(messages, 200).lines()).contains("- I:\n" + block);
        assertThat(digest(messages, 40).lines()).noneMatch(line -> line.contains("SELECT"));
    }

    @Test
    void digest_saidTwice_isKeptOnce_asTheNewer() {
        Digest digest = digest(List.of(user("I live in Porto now."), user("i live in porto now."), user("ok")), 60);

        assertThat(digest.passages())
                .extracting(Digest.Said::text)
                .startsWith("i live in porto now.")
                .doesNotContain("I live in Porto now.");
    }

    @Test
    void digest_saidByBoth_isTheUsers() {
        String both = "The database listens on port 5433 of host `atlas-2`.";
        assertThat(digest(List.of(user(both), assistant(both)), 100).lines()).contains("- I: " + both);
    }

    @Test
    void digest_codeThatDiffersInItsLettersOnly_isKept_andAnOpenBlockIsClosed() {
        String lower = "```\ncurl -o config.json localhost:5433\n```";
        String upper = "```\ncurl -O config.json localhost:5433";
        assertThat(digest(List.of(user(lower), user(upper)), 200).lines())
                .contains("- I:\n" + lower, "- I:\n" + upper + "\n```");
    }

    @Test
    void digest_nothing_isNothing() {
        assertThat(digest(List.of(), 100)).isEqualTo(Digest.NOTHING);
        assertThat(digest(List.of(user("We decided on Porto.")), 0)).isEqualTo(Digest.NOTHING);
    }

    private static List<PastMessage> messages(Random random) {
        List<String> some = List.of(
                "We decided to pay 3.50 EUR.",
                "Dr. Smith said \"No. Never.\" to me.",
                "```\nx = 1\n\ny = 2\n```",
                "ok",
                "My sister Ida lives in Porto.",
                "Error 42 occurs at 14:05 on 3 May.",
                "- item one\n- item two",
                "日本。",
                "I want to learn Danish by June!",
                "See https://a.example/b.html.",
                "😀😀",
                "What is it?");
        return IntStream.range(0, 1 + random.nextInt(80))
                .mapToObj(_ -> new PastMessage(
                        "g",
                        random.nextBoolean(),
                        IntStream.range(0, 1 + random.nextInt(12))
                                .mapToObj(
                                        _ -> some.get(random.nextInt(some.size())) + " " + random.nextInt(1_000) + ".")
                                .collect(Collectors.joining(random.nextBoolean() ? "\n" : " "))))
                .toList();
    }

    private static PastMessage user(String text) {
        return new PastMessage("g", true, text);
    }

    private static PastMessage assistant(String text) {
        return new PastMessage("g", false, text);
    }
}
