package dev.rapport.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.profile.Profile.Message;
import dev.rapport.loadtest.simulator.AnswerPlan;
import dev.rapport.loadtest.simulator.AnswerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {
    private static final int MANY = 200;

    private final SplittableRandom random = new SplittableRandom(5);

    private String said(String kind, int depth) {
        String text = Texts.next(new Message(kind, 0, 0, 0), depth, random, "n1");
        return text.substring(0, text.length() - " [ref n1]".length());
    }

    private void assertLengths(String kind, int depth, int min, int max) {
        for (int i = 0; i < MANY; i++) {
            assertThat(said(kind, depth).length()).isBetween(min, max);
        }
    }

    @Test
    void lengths_areClassesThatDoNotOverlap() {
        assertThat(said("hello", 0)).isEqualTo("Hello");
        assertLengths("short", 0, 10, 60);
        assertLengths("medium", 0, 80, 150);
        assertLengths("long", 0, 250, 400);
    }

    @Test
    void byDepth_messagesGrowAsTheConversationDoes() {
        for (int depth : new int[] {0, 1}) {
            assertLengths("by-depth", depth, 10, 60);
        }
        for (int depth : new int[] {2, 5}) {
            assertLengths("by-depth", depth, 80, 150);
        }
        assertLengths("by-depth", 6, 250, 400);
    }

    /** The crosscheck with other tools compares times, which follow from the lengths. */
    @ParameterizedTest
    @ValueSource(strings = {"medium", "long"})
    void otherTools_sayTheSame(String kind) throws IOException {
        Set<String> ours = new HashSet<>();
        for (int i = 0; i < MANY; i++) {
            ours.add(said(kind, 0));
        }
        assertThat(Files.readAllLines(Path.of("crosscheck", "texts", kind + ".txt")))
                .containsExactlyInAnyOrderElementsOf(ours);
    }

    @Test
    void filler_hasItsSize() {
        for (int size : new int[] {1, 66, 68, 8_192}) {
            String text = Texts.next(new Message("filler", size, 0, 0), 0, random, "n1");
            assertThat(text).hasSize(size + " [ref n1]".length()).endsWith(" [ref n1]");
        }
    }

    @Test
    void fact_isAnotherEachTime() {
        Set<String> facts = new HashSet<>();
        for (int i = 0; i < MANY; i++) {
            facts.add(Texts.next(new Message("fact", 0, 0, 0), 0, random, "n" + i));
        }
        assertThat(facts).hasSize(MANY).allMatch(fact -> fact.startsWith("I put the box n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "short", "medium", "long", "by-depth", "fact", "filler"})
    void reference_isLast_andSaysHowLongTheAnswerShallBe(String kind) {
        String any = Texts.next(new Message(kind, 0, 0, 0), 3, random, "4f2k");
        String seven = Texts.next(new Message(kind, 0, 7, 0), 3, random, "4f2k");

        assertThat(any).endsWith("[ref 4f2k]");
        assertThat(seven).endsWith("[ref 4f2k tokens 7]");
        AnswerPlan plan = AnswerPlan.forMessage(AnswerSettings.DEFAULTS, seven);
        assertThat(plan.nonce()).isEqualTo("4f2k");
        assertThat(plan.tokenCount()).isEqualTo(7);
    }

    @Test
    void sameSeed_saysTheSame() {
        String first = Texts.next(Message.SHORT, 0, new SplittableRandom(9), "a");

        assertThat(Texts.next(Message.SHORT, 0, new SplittableRandom(9), "a")).isEqualTo(first);
    }

    @Test
    void cutByDepth_asksForACutAfterAsManyTokensAsMessagesWereSaid() {
        Message message = new Message("hello", 0, 60, 0, Duration.ZERO, true);

        assertThat(Texts.next(message, 0, random, "n1")).isEqualTo("Hello [ref n1 tokens 60 cut 0]");
        assertThat(Texts.next(message, 59, random, "n1")).isEqualTo("Hello [ref n1 tokens 60 cut 59]");
    }
}
