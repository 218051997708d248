package dev.rapport.chat.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.Turns;
import dev.rapport.llm.AnswerForm;
import dev.rapport.llm.AnswerForm.ResponseFormat;
import dev.rapport.llm.AnswerForm.Tool;
import dev.rapport.llm.AnswerForm.ToolChoice;
import dev.rapport.llm.LlmRequest.Message;
import dev.rapport.llm.LlmRequest.Role;
import dev.rapport.llm.Sampling;
import dev.rapport.llm.ToolCall;
import dev.rapport.memory.Owner;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TurnIdsTest {
    private static final Message QUESTION = new Message(Role.USER, "text");
    private static final AnswerForm TOOLS = form("{\"name\":\"a\"}");

    @Test
    void of_sameKeyAndText_isTheSameTurn_andNothingElseIs() {
        Owner ada = Owner.authenticated("ada");
        assertThat(TurnIds.of(ada, "k", "text")).isEqualTo(TurnIds.of(Owner.authenticated("ada"), "k", "text"));
        assertThat(List.of(
                        TurnIds.of(ada, "k", "text"),
                        TurnIds.of(Owner.authenticated("bob"), "k", "text"),
                        TurnIds.of(ada, "l", "text"),
                        TurnIds.of(ada, "k", "texts"),
                        TurnIds.of(ada, "kt", "ext")))
                .doesNotHaveDuplicates();
    }

    @Test
    void of_anotherConversation_isAnotherTurn() {
        assertThat(TurnIds.of(in("text", Optional.of("c_1"))))
                .isEqualTo(TurnIds.of(in("text", Optional.of("c_1"))))
                .isNotEqualTo(TurnIds.of(in("text", Optional.of("c_2"))))
                .isNotEqualTo(TurnIds.of(in("text", Optional.empty())))
                .isNotEqualTo(TurnIds.of(in("text\nc_1", Optional.empty())));
    }

    /* Another attempt, here or at another instance, after any time, with or without half of the answer. */
    @Test
    void of_anotherAttempt_isTheSameTurn() {
        assertThat(TurnIds.of(turn("req_1", "text", Optional.of("c_1"), Wishes.NONE, "")))
                .hasSize(24)
                .isEqualTo(TurnIds.of(turn("req_2", "text", Optional.of("c_1"), Wishes.NONE, "Half of it")));
        assertThat(TurnIds.of(turn("req_1", "text", Optional.empty(), wishes(TOOLS, QUESTION), "")))
                .isEqualTo(TurnIds.of(turn("req_2", "text", Optional.empty(), wishes(TOOLS, QUESTION), "Half")));
    }

    @Test
    void of_anythingElseThatDecidesTheAnswer_isAnotherTurn() {
        AnswerForm choosing = new AnswerForm(
                TOOLS.tools(),
                Optional.of(new ToolChoice(ToolChoice.Mode.REQUIRED, "")),
                Optional.empty(),
                ResponseFormat.TEXT);
        AnswerForm inTurn = new AnswerForm(TOOLS.tools(), Optional.empty(), Optional.of(false), ResponseFormat.TEXT);
        AnswerForm json = new AnswerForm(
                List.of(), Optional.empty(), Optional.empty(), new ResponseFormat(ResponseFormat.Kind.JSON_OBJECT, ""));
        Sampling cold = new Sampling(
                OptionalDouble.of(0),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                List.of());
        Sampling stopping = new Sampling(
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                List.of("x"));

        assertThat(Stream.of(
                                wishes(AnswerForm.TEXT, QUESTION),
                                wishes(TOOLS, QUESTION),
                                wishes(form("{\"name\":\"b\"}"), QUESTION),
                                wishes(form("{\"name\":\"a\"}", "{\"name\":\"b\"}"), QUESTION),
                                wishes(choosing, QUESTION),
                                wishes(inTurn, QUESTION),
                                wishes(json, QUESTION),
                                wishes("fast", OptionalInt.empty(), Sampling.NONE),
                                wishes("default", OptionalInt.of(7), Sampling.NONE),
                                wishes("default", OptionalInt.empty(), cold),
                                wishes("default", OptionalInt.empty(), stopping))
                        .map(TurnIdsTest::id))
                .doesNotHaveDuplicates();
    }

    @Test
    void of_anotherCallInTheHistory_isAnotherTurn() {
        assertThat(Stream.of(
                                calling(new ToolCall("c", "a", "{}"), "c"),
                                calling(new ToolCall("d", "a", "{}"), "c"),
                                calling(new ToolCall("c", "b", "{}"), "c"),
                                calling(new ToolCall("c", "a", "{ }"), "c"),
                                calling(new ToolCall("c", "a", "{}"), "d"))
                        .map(TurnIdsTest::id))
                .doesNotHaveDuplicates();
    }

    @Test
    void of_aTextThatLooksLikeTwoMessages_isAnotherTurn() {
        assertThat(id(wishes(AnswerForm.TEXT, new Message(Role.USER, "a"), new Message(Role.ASSISTANT, "b"), QUESTION)))
                .isNotEqualTo(id(wishes(AnswerForm.TEXT, new Message(Role.USER, "a\0ASSISTANTb"), QUESTION)));
    }

    private static AnswerForm form(String... tools) {
        return new AnswerForm(
                Stream.of(tools).map(json -> new Tool("a", json)).toList(),
                Optional.empty(),
                Optional.empty(),
                ResponseFormat.TEXT);
    }

    private static Wishes wishes(AnswerForm form, Message... messages) {
        return new Wishes(
                Optional.of(new Dialogue(List.of(messages), messages.length - 1)),
                "default",
                OptionalInt.empty(),
                Sampling.NONE,
                form);
    }

    private static Wishes wishes(String model, OptionalInt tokensMax, Sampling sampling) {
        return new Wishes(Optional.of(new Dialogue(List.of(QUESTION), 0)), model, tokensMax, sampling);
    }

    private static Wishes calling(ToolCall call, String result) {
        return new Wishes(
                Optional.of(new Dialogue(
                        List.of(QUESTION, Message.calling("", List.of(call)), Message.result(result, "sunny")), 0)),
                "default",
                OptionalInt.empty(),
                Sampling.NONE);
    }

    private static String id(Wishes wishes) {
        return TurnIds.of(turn("req_1", "text", Optional.empty(), wishes, ""));
    }

    private static AuthenticatedTurn in(String text, Optional<String> conversation) {
        return turn("req_1", text, conversation, Wishes.NONE, "");
    }

    private static AuthenticatedTurn turn(
            String requestId, String text, Optional<String> conversation, Wishes wishes, String begun) {
        return new AuthenticatedTurn(
                new IncomingTurn(
                        requestId,
                        "",
                        text,
                        conversation,
                        "k",
                        Turns.NOW,
                        new StageTimes(() -> 0),
                        new Turns.Client(),
                        wishes,
                        begun),
                Turns.SESSION);
    }
}
