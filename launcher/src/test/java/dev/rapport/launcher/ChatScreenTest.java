package dev.rapport.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatScreenTest {
    private static final Map<String, Object> RECALLED = Map.of(
            "memories",
            List.of(Map.of("text", "My sister\nlives in Porto.", "score", 0.63, "told_at", "2026-11-21T09:00:00Z")),
            "traits",
            List.of(Map.of("attribute", "home", "value", "Berlin")));

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private ChatScreen screen(boolean terminal, boolean colour) {
        return new ChatScreen(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                terminal,
                colour);
    }

    private static void answer(ChatScreen screen) {
        screen.prompt();
        screen.queued(Map.of("position", 2L, "eta_ms", 1_300L));
        screen.recalled(RECALLED);
        screen.token("In ");
        screen.token("Porto.");
        screen.done(Map.of("notice", "From memory alone.", "learned", List.of()));
    }

    @Test
    void pipe_theAnswerAloneIsOnTheOutput_andNoColourAnywhere() {
        answer(screen(false, true));

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("In Porto.%n".formatted());
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("waiting in line, place 2, about 1.3 s"),
                        line -> assertThat(line).startsWith("recalled: My sister lives in Porto. (0.63, "),
                        line -> assertThat(line).isEqualTo("known: home Berlin"),
                        line -> assertThat(line).isEqualTo("From memory alone."));
    }

    @Test
    void pipe_aside_doesNotBreakTheAnswer() {
        ChatScreen screen = screen(false, true);
        screen.token("In ");
        screen.aside("The connection is lost.");
        screen.token("Porto.");
        screen.done(Map.of());

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("In Porto.%n".formatted());
    }

    @Test
    void terminal_whatIsNoAnswerIsDimmed_andThePlaceInLineIsTakenAway() {
        answer(screen(true, true));

        assertThat(err.size()).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith(
                        "\u001b[1m> \u001b[0m\r\u001b[K\u001b[2mwaiting in line, place 2, about 1.3 s\u001b[0m\r\u001b[K")
                .contains("\u001b[2mFrom memory alone.\u001b[0m")
                .contains("%nIn Porto.%n".formatted());
    }

    @Test
    void terminalWithoutColour_hasNoEscapes() {
        answer(screen(true, false));

        assertThat(out.toString(StandardCharsets.UTF_8))
                .doesNotContain("\u001b")
                .contains("In Porto.");
    }

    @Test
    void token_thatGivesOrdersToTheTerminal_isShownInstead() {
        screen(true, true).token("\u001b]0;title\u0007 \u001b[2J \u009b31m \u007f\r end\n\tä 🍵");

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("␛]0;title␇ ␛[2J \ufffd31m \ufffd␍ end\n\tä 🍵");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T11:59:30Z, ', just now'",
        "2026-11-21T11:15:00Z, ', 45 min ago'",
        "2026-11-21T09:00:00Z, ', 3 h ago'",
        "2026-11-12T09:00:00Z, ', 9 d ago'",
        "yesterday, ''"
    })
    void age_isRounded(String when, String expected) {
        assertThat(ChatScreen.age(when, Instant.parse("2026-11-21T12:00:00Z"))).isEqualTo(expected);
    }

    @Test
    void shortened_longText_isCutBetweenCharacters() {
        assertThat(ChatScreen.shortened("🍵".repeat(101))).isEqualTo("🍵".repeat(99) + "…");
        assertThat(ChatScreen.shortened("🍵".repeat(100))).isEqualTo("🍵".repeat(100));
    }
}
