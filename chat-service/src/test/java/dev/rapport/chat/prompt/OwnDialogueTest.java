package dev.rapport.chat.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.Turns;
import dev.rapport.chat.compress.Compress;
import dev.rapport.chat.compress.JtokkitCounter;
import dev.rapport.chat.turn.CompressedTurn;
import dev.rapport.chat.turn.KnownTrait;
import dev.rapport.chat.turn.RecalledMemory;
import dev.rapport.chat.turn.Wishes;
import dev.rapport.llm.LlmRequest;
import dev.rapport.llm.LlmRequest.Message;
import dev.rapport.llm.LlmRequest.Role;
import dev.rapport.llm.Sampling;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The prompt of a client that keeps its conversation itself. */
class OwnDialogueTest {
    private static final JtokkitCounter COUNTER = JtokkitCounter.load();
    private static final Message PIRATE = new Message(Role.SYSTEM, "Talk like a pirate.");
    private static final Message HELLO = new Message(Role.USER, "Hello");
    private static final Message AHOY = new Message(Role.ASSISTANT, "Ahoy!");
    private static final Message WHERE = new Message(Role.USER, "Where?");
    private static final List<KnownTrait> PROFILE = List.of(new KnownTrait("home", "Leeds", Turns.NOW, "m_0"));

    @Test
    void apply_ownDialogue_staysInItsOrder_withWhatIsKnownAfterItsInstructionsAndWithTheQuestion() {
        Message result = new Message(Role.USER, "Result of the call 5:\nLeeds");
        List<Message> messages = prompt(Turns.own(3, PIRATE, HELLO, AHOY, WHERE, AHOY, result), memory("I sail."))
                .messages();

        assertThat(messages)
                .containsExactly(
                        new Message(Role.SYSTEM, BuildPrompt.RULES),
                        PIRATE,
                        new Message(Role.USER, "About me:\n<memory>\n- home: Leeds\n</memory>"),
                        HELLO,
                        AHOY,
                        new Message(
                                Role.USER,
                                "What I said before:\n<memory>\n## 21 November 2026\nI sail.\n</memory>\n\nWhere?"),
                        AHOY,
                        result);
    }

    @Test
    void apply_ownDialogue_itsTokensAreCounted() {
        Message manners = new Message(Role.SYSTEM, "Talk like a pirate. ".repeat(50));
        LlmRequest.Prompt prompt = prompt(Turns.own(3, manners, HELLO, AHOY, WHERE), memory("I sail."));
        int counted = prompt.messages().stream()
                .mapToInt(message -> COUNTER.count(message.text()) + 4)
                .sum();

        // Who is speaking is counted, and line ends that nobody writes.
        assertThat(prompt.tokens()).isBetween((int) Math.ceil(counted * 1.1), (int) Math.ceil((counted + 20) * 1.1));
    }

    @Test
    void apply_memoryThatTheDialogueHolds_isNotQuotedAgain() {
        Message told = new Message(Role.USER, "By the way: I sail.");

        assertThat(prompt(Turns.own(2, told, AHOY, WHERE), memory("I sail."))
                        .messages()
                        .getLast())
                .isEqualTo(WHERE);
    }

    @Test
    void apply_wishes_arePassedOn_withinOurBound() {
        Sampling sampling = new Sampling(
                OptionalDouble.of(0.5),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                List.of("END"));
        Wishes few = new Wishes(Turns.own(0, WHERE).dialogue(), "fast", OptionalInt.of(7), sampling);

        LlmRequest request = request(few);
        assertThat(request.asker().alias()).isEqualTo("fast");
        assertThat(request.prompt().answerTokensMax()).isEqualTo(7);
        assertThat(request.prompt().sampling()).isEqualTo(sampling);
        Wishes many = new Wishes(few.dialogue(), "fast", OptionalInt.of(100_000), sampling);
        assertThat(request(many).prompt().answerTokensMax()).isEqualTo(100);
    }

    private static LlmRequest.Prompt prompt(Wishes wishes, RecalledMemory... memories) {
        return request(wishes, memories).prompt();
    }

    private static LlmRequest request(Wishes wishes, RecalledMemory... memories) {
        CompressedTurn turn = new Compress(COUNTER, 3_000)
                .apply(Turns.recalled(wishes, List.of(memories), PROFILE))
                .result();
        return new BuildPrompt(COUNTER::count, 100).apply(turn).result().request();
    }

    private static RecalledMemory memory(String text) {
        return new RecalledMemory("m_1", text, Turns.NOW, "g_0", 0.5f);
    }
}
