package dev.rapport.llm.gateway;

import static dev.rapport.llm.fake.FakeProvider.DONE;
import static dev.rapport.llm.fake.FakeProvider.chunk;
import static dev.rapport.llm.fake.FakeProvider.cut;
import static dev.rapport.llm.fake.FakeProvider.finish;
import static dev.rapport.llm.fake.FakeProvider.status;
import static dev.rapport.llm.fake.FakeProvider.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.llm.Ability;
import dev.rapport.llm.AnswerBroken;
import dev.rapport.llm.AnswerForm;
import dev.rapport.llm.AnswerForm.ResponseFormat;
import dev.rapport.llm.AnswerForm.Tool;
import dev.rapport.llm.AnswerForm.ToolChoice;
import dev.rapport.llm.LlmReply;
import dev.rapport.llm.LlmRequest;
import dev.rapport.llm.LlmRequest.Prompt;
import dev.rapport.llm.Sampling;
import dev.rapport.llm.fake.Asked;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may answer a request with tools, and what becomes of it when that one fails. */
@Timeout(30)
class ToolsGatewayTest {
    private static final String CALL =
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":"
                    + "{\"name\":\"now\",\"arguments\":\"{\"}}]}}]}\n\n";

    private final Rig rig = new Rig();

    @AfterEach
    void close() throws TimeoutException {
        rig.close();
    }

    @Test
    void ask_firstHasNoTools_theNextIsAsked() {
        rig.firstAbilities = EnumSet.noneOf(Ability.class);
        Gateway gateway = rig.gateway(List.of(stream(chunk("one"), DONE)), List.of(stream(chunk("two"), DONE)));

        rig.pipe(gateway, request(form(ToolChoice.Mode.AUTO)));
        assertThat(rig.text()).isEqualTo("two");
        rig.pieces.clear();
        rig.pipe(gateway, request(AnswerForm.TEXT));
        assertThat(rig.text()).isEqualTo("one");
    }

    @Test
    void pipeTo_cutInATextBeforeAnyCall_goesOnElsewhere() {
        Gateway gateway = rig.gateway(
                List.of(cut(chunk("Let me "))), List.of(stream(chunk("see."), CALL, finish("tool_calls"), DONE)));

        rig.pipe(gateway, request(form(ToolChoice.Mode.AUTO)));

        assertThat(rig.pieces).containsExactly("Let me ", "see.", "now", "{");
    }

    @Test
    void pipeTo_cutInACall_isBroken_andNobodyElseIsAsked() {
        Gateway gateway = rig.gateway(List.of(cut(CALL)), List.of(stream(chunk("two"), DONE)));

        assertThatThrownBy(() -> rig.pipe(gateway, request(form(ToolChoice.Mode.AUTO))))
                .isInstanceOf(AnswerBroken.class);

        assertThat(rig.pieces).containsExactly("now", "{");
        assertThat(rig.providers.get(1).received()).isEmpty();
    }

    /* Another one would begin at the first brace, and the client have two texts in a row that are no JSON together. */
    @ParameterizedTest
    @MethodSource("json")
    void pipeTo_cutInJson_isBroken_andNobodyElseIsAsked(AnswerForm json) {
        Gateway gateway = rig.gateway(
                List.of(cut(chunk("{\"a\":1,\"b"))), List.of(stream(chunk("{\"a\":1,\"b\":2}"), finish("stop"), DONE)));

        assertThatThrownBy(() -> rig.pipe(gateway, request(json))).isInstanceOf(AnswerBroken.class);

        assertThat(rig.pieces).containsExactly("{\"a\":1,\"b");
        assertThat(rig.providers.get(1).received()).isEmpty();
        assertThat(rig.loop.get(gateway::inFlight)).isZero();
    }

    @ParameterizedTest
    @MethodSource("json")
    void pipeTo_cutBeforeAnyJson_isAnsweredElsewhere(AnswerForm json) {
        Gateway gateway = rig.gateway(List.of(cut()), List.of(stream(chunk("{}"), finish("stop"), DONE)));

        rig.pipe(gateway, request(json));

        assertThat(rig.text()).isEqualTo("{}");
    }

    @ParameterizedTest
    @MethodSource("json")
    void ask_jsonThatAnotherInstanceHasBegun_nobodyIsAsked(AnswerForm json) {
        Gateway gateway = rig.gateway(List.of(stream(chunk("{\"a\":1}"), finish("stop"), DONE)));

        assertThat(rig.ask(gateway, request(json, "{\"a"))).isInstanceOf(LlmReply.Unreachable.class);
        assertThat(rig.providers.getFirst().received()).isEmpty();
    }

    static Stream<AnswerForm> json() {
        return Stream.of(
                        new ResponseFormat(ResponseFormat.Kind.JSON_OBJECT, ""),
                        new ResponseFormat(ResponseFormat.Kind.JSON_SCHEMA, "{\"name\":\"s\",\"schema\":{}}"))
                .map(format -> new AnswerForm(List.of(), Optional.empty(), Optional.empty(), format));
    }

    @Test
    void ask_nobodyThere_memoryAnswers_andSaysThatItCallsNothing() {
        Gateway gateway = rig.gateway(List.of(status(401, "")));

        rig.pipe(gateway, request(form(ToolChoice.Mode.AUTO)));

        assertThat(rig.text()).endsWith("(No tool was called: without a model I cannot call any.)");
    }

    @Test
    void ask_nobodyThere_andACallOrJsonIsDemanded_isAnError() {
        Gateway gateway = rig.gateway(List.of(status(401, "")));
        AnswerForm json = new AnswerForm(
                List.of(), Optional.empty(), Optional.empty(), new ResponseFormat(ResponseFormat.Kind.JSON_OBJECT, ""));

        assertThat(rig.ask(gateway, request(form(ToolChoice.Mode.REQUIRED)))).isInstanceOf(LlmReply.NotAccepted.class);
        assertThat(rig.ask(gateway, request(json))).isInstanceOf(LlmReply.NotAccepted.class);
        assertThat(rig.ask(rig.gatewayTo(List.of()), request(json))).isInstanceOf(LlmReply.Unreachable.class);
    }

    private static AnswerForm form(ToolChoice.Mode mode) {
        return new AnswerForm(
                List.of(new Tool("now", "{\"name\":\"now\"}")),
                Optional.of(new ToolChoice(mode, "")),
                Optional.empty(),
                ResponseFormat.TEXT);
    }

    private static LlmRequest request(AnswerForm form) {
        return request(form, "");
    }

    private static LlmRequest request(AnswerForm form, String begun) {
        LlmRequest hello = Asked.question("hello");
        Prompt prompt = hello.prompt();
        return new LlmRequest(
                hello.requestId(),
                new Prompt(prompt.messages(), prompt.tokens(), prompt.answerTokensMax(), Sampling.NONE, begun, form),
                hello.asker(),
                hello.grounds());
    }
}
