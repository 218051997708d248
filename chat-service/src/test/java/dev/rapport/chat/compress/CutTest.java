package dev.rapport.chat.compress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.turn.PastMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CutTest {
    private static final TokenCounter COUNTER = JtokkitCounter.load();
    private static final int WHOLE = 650;
    private static final int HIGH = 400;
    private static final int LOW = 120;

    private static Cut cut() {
        return new Cut(COUNTER, new MessageTexts(), WHOLE, HIGH, LOW);
    }

    private static int index(Cut cut, List<PastMessage> messages) {
        List<Integer> steps = cut.steps(messages).indexes();
        assertThat(steps).isSorted();
        return steps.isEmpty() ? 0 : steps.getLast();
    }

    @Test
    void index_asTheConversationGrows_movesInSteps_andNeverBack() {
        List<PastMessage> messages = messages(new Random(3), 200);
        int before = 0;
        int steps = 0;
        for (int count = 2; count <= messages.size(); count += 2) {
            List<PastMessage> soFar = messages.subList(0, count);
            int index = index(cut(), soFar);

            assertThat(index).isGreaterThanOrEqualTo(before);
            assertThat(tokens(soFar.subList(index, count))).isLessThanOrEqualTo(index == 0 ? WHOLE : HIGH);
            assertThat(soFar.get(index).user()).isTrue();
            steps += index > before ? 1 : 0;
            before = index;
        }
        // 200 messages of 25 tokens are 5,000; a step is of some 280.
        assertThat(steps).isBetween(10, 22);
    }

    @Test
    void steps_asTheConversationGrows_areOnlyAddedTo() {
        List<PastMessage> messages = messages(new Random(3), 200);
        List<Integer> before = List.of();
        for (int count = 2; count <= messages.size(); count += 2) {
            List<Integer> steps = cut().steps(messages.subList(0, count)).indexes();
            assertThat(steps.size()).isGreaterThanOrEqualTo(before.size());
            assertThat(steps.subList(0, before.size())).isEqualTo(before);
            before = steps;
        }
        assertThat(before).hasSizeGreaterThan(10);
    }

    @Test
    void seen_asTheConversationGrows_isTheMessageWithWhichTheStepCame() {
        List<PastMessage> messages = messages(new Random(3), 200);
        int before = 0;
        int seen = 0;
        int steps = 0;
        for (int count = 1; count <= messages.size(); count++) {
            Steps now = cut().steps(messages.subList(0, count));
            if (now.cut() > before) {
                // the first step may come later than the estimate, which is too high, would have it
                assertThat(now.seen()).isBetween(before == 0 ? 0 : count - 1, count - 1);
                steps++;
            } else {
                assertThat(now.seen()).isEqualTo(seen);
            }
            before = now.cut();
            seen = now.seen();
        }
        assertThat(steps).isGreaterThan(10);
    }

    @Test
    void index_onlyWhatWasSaidCounts_notWhoComputesItOrWhatItComputedBefore() {
        List<PastMessage> messages = messages(new Random(4), 120);
        Cut used = cut();
        for (int count = 1; count < messages.size(); count++) {
            List<PastMessage> soFar = messages.subList(0, count);
            assertThat(index(used, soFar)).isEqualTo(index(cut(), soFar));
        }
    }

    @Test
    void index_windowThatSlides_cutsAtTheSamePlaceBetweenRoundedOnes() {
        List<PastMessage> all = messages(new Random(5), 500);
        List<Long> places = new ArrayList<>();
        for (int count = 320; count <= 440; count++) {
            List<PastMessage> read = Cut.rounded(all.subList(count - 256, count));
            assertThat(read.getFirst().place() % Cut.PLACES).isZero();
            assertThat(read.size()).isBetween(256 - Cut.PLACES + 1, 256);
            int index = index(cut(), read);
            places.add(index == read.size() ? count : read.get(index).place());
        }
        assertThat(places).isSorted();
        assertThat(places.stream().distinct().count()).isLessThan(16); // 120 messages of 25 tokens
    }

    @Test
    void index_estimateTooLowByFar_whatIsSentFitsAllTheSame() {
        List<PastMessage> messages = IntStream.range(0, 40)
                .mapToObj(i -> new PastMessage("g_" + i, true, "xq".repeat(40) + i))
                .toList();
        int index = index(cut(), messages);
        assertThat(tokens(messages.subList(index, 40))).isLessThanOrEqualTo(HIGH);
        assertThat(index).isBetween(1, 39);
    }

    @Test
    void index_newestMessageAloneIsTooLong_noneIsSent() {
        List<PastMessage> messages = List.of(new PastMessage("g_0", true, "tea and more of it ".repeat(300)));
        assertThat(index(cut(), messages)).isEqualTo(1);
        assertThat(index(cut(), List.of())).isZero();
    }

    @Test
    void index_sentWouldBeginWithAnAnswer_beginsWithTheNextMessageOfTheUser() {
        List<PastMessage> messages = IntStream.range(0, 60)
                .mapToObj(i -> new PastMessage(
                        "g_" + i / 2, i % 2 == 0, i % 2 == 0 ? "Yes." : "tea and more of it ".repeat(6)))
                .toList();
        for (int count = 40; count <= 60; count++) {
            int index = index(cut(), messages.subList(0, count));
            assertThat(index == count || messages.get(index).user()).isTrue();
        }
    }

    private static int tokens(List<PastMessage> messages) {
        return messages.stream()
                .mapToInt(message -> COUNTER.count(message.text() + "\n"))
                .sum();
    }

    private static List<PastMessage> messages(Random random, int count) {
        String[] words = {
            "the", "harbour", "was", "quiet", "when", "we", "arrived", "at", "half", "past", "seven", "in", "Porto"
        };
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    StringBuilder text = new StringBuilder("Message " + i);
                    for (int word = random.nextInt(40); word > 0; word--) {
                        text.append(' ').append(words[random.nextInt(words.length)]);
                    }
                    return new PastMessage("g_" + i / 2, i % 2 == 0, text.toString(), i);
                })
                .toList();
    }
}
