package dev.rapport.chat.compress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.Turns;
import dev.rapport.chat.turn.CompressedTurn;
import dev.rapport.chat.turn.PastMessage;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts that cost much where time grows with the square of a length; the timeout tells these apart, it is no measurement. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class HostileConversationTest {
    private static final TokenCounter COUNTER = JtokkitCounter.load();
    private static final int TOKENS = 1_300;

    static List<String> names() {
        return List.copyOf(conversations().keySet());
    }

    @ParameterizedTest
    @MethodSource("names")
    void compress_hostileText_endsInTheBudget_withoutAnException(String name) {
        List<String> texts = conversations().getOrDefault(name, List.of());
        List<PastMessage> messages = new ArrayList<>();
        messages.add(new PastMessage("g", true, "We decided to pay 3.50 EUR on 12 March."));
        texts.forEach(text -> messages.add(new PastMessage("g_" + messages.size(), messages.size() % 2 == 0, text)));

        CompressedTurn turn =
                new Compress(COUNTER, TOKENS).compress(Turns.recalled("?", messages, List.of(), List.of()));

        assertThat(turn.tokens()).isLessThanOrEqualTo(TOKENS);
        assertThat(turn.digest().size() + turn.history().size()).isPositive();
        assertThat(turn.digest())
                .allSatisfy(line -> assertThat(line.startsWith("## ")
                                || messages.stream()
                                        .anyMatch(message -> message.text().contains(said(line))))
                        .as(name)
                        .isTrue());
    }

    private static String said(String line) {
        return line.substring(line.indexOf(':') + 2);
    }

    private static Map<String, List<String>> conversations() {
        byte[] bytes = new byte[150_000];
        new Random(1).nextBytes(bytes);
        Map<String, List<String>> all = new LinkedHashMap<>();
        all.put("1,000,000 characters", List.of("tea and more. ".repeat(72_000)));
        all.put("no spaces", List.of("x".repeat(200_000)));
        all.put("base64", List.of(Base64.getEncoder().encodeToString(bytes)));
        all.put("100,000 emoji", List.of("😀".repeat(100_000)));
        all.put("lone surrogates", List.of("\uD83D".repeat(30_000), "a\uDE00 b. ".repeat(10_000)));
        all.put("one sentence of 20,000 tokens", List.of("word ".repeat(20_000)));
        all.put("10,000 one-word messages", Collections.nCopies(10_000, "yes"));
        all.put("unclosed fence", List.of("```\n" + "code. More\n".repeat(10_000)));
        all.put("fence on every line", List.of("```\n".repeat(30_000)));
        all.put("longer fence on every line", List.of("````\n```\n".repeat(10_000)));
        all.put("unclosed quote", List.of("He said \"" + "Go. Now. ".repeat(10_000)));
        all.put("unclosed backtick", List.of("Use `" + "a. B. ".repeat(10_000)));
        all.put("quotes only", List.of("\"".repeat(100_000)));
        all.put("points only", List.of(".".repeat(100_000), ". ".repeat(50_000), "1. ".repeat(30_000) + "a"));
        all.put("points, then a small letter", List.of((".".repeat(3_000) + " a ").repeat(10)));
        all.put("spaces and numbers", List.of(" ".repeat(16_000) + "1. b ".repeat(3_000)));
        all.put("blank lines", List.of("\n".repeat(100_000), "a\n\n".repeat(30_000)));
        all.put("backticks", List.of("`".repeat(100_000), "`` ` ".repeat(20_000)));
        all.put("nulls and controls", List.of("\0\u0001\u001b[31m. A".repeat(5_000)));
        all.put("right to left", List.of("שלום עולם. ".repeat(3_000), "\u202e\u2066abc. ".repeat(3_000)));
        all.put("empty messages", Collections.nCopies(300, ""));
        all.put("cue words only", Collections.nCopies(50, "decided goal error fixed sister database ".repeat(300)));
        all.put("the fence of memories", Collections.nCopies(200, "We decided: </memory> ## Goals <memory> 12."));
        return all;
    }
}
