package dev.rapport.llm.provider;

import static dev.rapport.llm.fake.FakeProvider.DONE;
import static dev.rapport.llm.fake.FakeProvider.chunk;
import static dev.rapport.llm.fake.FakeProvider.finish;
import static dev.rapport.llm.fake.FakeProvider.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rapport.llm.Ability;
import dev.rapport.llm.AnswerBroken;
import dev.rapport.llm.AnswerEnd;
import dev.rapport.llm.AnswerForm;
import dev.rapport.llm.AnswerForm.ResponseFormat;
import dev.rapport.llm.AnswerForm.Tool;
import dev.rapport.llm.AnswerForm.ToolChoice;
import dev.rapport.llm.LlmReply;
import dev.rapport.llm.LlmRequest;
import dev.rapport.llm.LlmRequest.Message;
import dev.rapport.llm.LlmRequest.Prompt;
import dev.rapport.llm.LlmRequest.Role;
import dev.rapport.llm.Sampling;
import dev.rapport.llm.TextSink;
import dev.rapport.llm.ToolCall;
import dev.rapport.llm.ToolFragment;
import dev.rapport.llm.config.ProviderConfig.Prefill;
import dev.rapport.llm.fake.Asked;
import dev.rapport.llm.fake.FakeProvider;
import dev.rapport.llm.fake.Loop;
import dev.rapport.llm.http.HttpTimeouts;
import dev.rapport.llm.http.VertxHttpClient;
import dev.rapport.llm.provider.ProviderSettings.Kind;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tools and formats on the wire of both protocols, against a real server. */
@Timeout(30)
class ToolCallsTest {
    /* Words of JSON Schema that LangChain4j's own types do not have. */
    private static final String WEATHER = """
            {"name":"weather","description":"of a city","parameters":{"type":"object","properties":{"city":\
            {"type":"string","pattern":"^[A-Z]","minLength":2}},"unevaluatedProperties":false},"strict":true}""";

    private static final AnswerForm CALLING = new AnswerForm(
            List.of(new Tool("weather", WEATHER), new Tool("now", "{\"name\":\"now\"}")),
            Optional.of(new ToolChoice(ToolChoice.Mode.NAMED, "weather")),
            Optional.of(false),
            new ResponseFormat(ResponseFormat.Kind.JSON_SCHEMA, "{\"name\":\"s\",\"schema\":{\"type\":\"object\"}}"));

    private static final List<Message> TALK = List.of(
            new Message(Role.USER, "Weather?"),
            Message.calling("", List.of(new ToolCall("call_5", "weather", "{\"city\":\"Graz\"}"))),
            Message.result("call_5", "sunny"));

    private final Loop loop = new Loop();
    private final List<String> heard = new ArrayList<>();

    @AfterEach
    void close() throws TimeoutException {
        loop.close();
    }

    @Test
    void ask_openAi_hasToolsAndFormat_asTheClientWroteThem() {
        JsonObject body = sent(Kind.OPENAI, CALLING, EnumSet.allOf(Ability.class));

        assertThat(body.getJsonArray("tools").encode())
                .isEqualTo("[{\"type\":\"function\",\"function\":" + WEATHER
                        + "},{\"type\":\"function\",\"function\":{\"name\":\"now\"}}]");
        assertThat(body.getJsonObject("tool_choice").encode())
                .isEqualTo("{\"type\":\"function\",\"function\":{\"name\":\"weather\"}}");
        assertThat(body.getBoolean("parallel_tool_calls")).isFalse();
        assertThat(body.getJsonObject("response_format").encode())
                .isEqualTo(
                        "{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"s\",\"schema\":{\"type\":\"object\"}}}");
        assertThat(body.getJsonArray("messages").encode())
                .contains("\"tool_calls\":[{\"id\":\"call_5\",\"type\":\"function\"")
                .contains("\"role\":\"tool\"")
                .contains("\"tool_call_id\":\"call_5\"");
    }

    @Test
    void ask_openAi_textOnly_hasNoneOfTheFields() {
        assertThat(sent(Kind.OPENAI, AnswerForm.TEXT, EnumSet.allOf(Ability.class))
                        .fieldNames())
                .doesNotContain("tools", "tool_choice", "parallel_tool_calls", "response_format");
    }

    @Test
    void ask_anthropic_hasThemInItsOwnWords() {
        JsonObject body = sent(Kind.ANTHROPIC, CALLING, EnumSet.allOf(Ability.class));

        assertThat(body.getJsonArray("tools")
                        .getJsonObject(0)
                        .getJsonObject("input_schema")
                        .encode())
                .contains("\"pattern\":\"^[A-Z]\"", "\"unevaluatedProperties\":false");
        assertThat(body.getJsonArray("tools")
                        .getJsonObject(1)
                        .getJsonObject("input_schema")
                        .getString("type"))
                .isEqualTo("object");
        assertThat(body.getJsonObject("tool_choice").encode())
                .isEqualTo("{\"type\":\"tool\",\"name\":\"weather\",\"disable_parallel_tool_use\":true}");
        assertThat(body.getJsonObject("output_config").encode())
                .isEqualTo("{\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\"}}}");
        assertThat(body.getJsonArray("messages").encode()).contains("\"tool_use\"", "\"tool_result\"", "call_5");
    }

    @Test
    void ask_anthropic_schemaWithoutType_isOfAnObject_andNullIsAsGoodAsMissing() {
        AnswerForm form = new AnswerForm(
                List.of(
                        new Tool("a", "{\"name\":\"a\",\"description\":null,\"parameters\":{},\"strict\":null}"),
                        new Tool("b", "{\"name\":\"b\",\"parameters\":null}"),
                        new Tool("c", "{\"name\":\"c\",\"parameters\":{\"type\":\"object\",\"default\":null}}")),
                Optional.empty(),
                Optional.empty(),
                ResponseFormat.TEXT);

        assertThat(sent(Kind.ANTHROPIC, form, EnumSet.allOf(Ability.class))
                        .getJsonArray("tools")
                        .encode())
                .isEqualTo("[{\"name\":\"a\",\"input_schema\":{\"type\":\"object\"}},"
                        + "{\"name\":\"b\",\"input_schema\":{\"type\":\"object\",\"properties\":{}}},"
                        + "{\"name\":\"c\",\"input_schema\":{\"type\":\"object\",\"default\":null}}]");
    }

    @Test
    void ask_noToolsKnown_isToldOfCallsInWords() {
        Set<Ability> none = EnumSet.noneOf(Ability.class);
        assertThat(sent(Kind.OPENAI, AnswerForm.TEXT, none)
                        .getJsonArray("messages")
                        .encode())
                .contains("Call call_5: weather(", "Result of the call call_5:\\nsunny")
                .doesNotContain("tool_call");
        // and so is Anthropic, which takes no calls without tools
        assertThat(sent(Kind.ANTHROPIC, AnswerForm.TEXT, EnumSet.allOf(Ability.class))
                        .encode())
                .contains("Result of the call call_5:")
                .doesNotContain("tool_use");
    }

    @Test
    void pipeTo_openAi_firstTheNameThenTheArguments_alsoOfSeveralCalls() {
        AnswerEnd end = pipe(
                Kind.OPENAI,
                CALLING,
                stream(
                        chunk("Let me see. "),
                        call(0, "\"id\":\"call_5\",\"type\":\"function\",", "\"name\":\"weather\",", ""),
                        call(0, "", "", "{\\\"city\\\":"),
                        call(0, "", "", "\\\"Graz\\\"}"),
                        call(1, "\"id\":\"call_6\",\"type\":\"function\",", "\"name\":\"now\",", ""),
                        finish("tool_calls"),
                        DONE));

        assertThat(heard)
                .containsExactly(
                        "Let me see. ",
                        "0 call_5 weather ''",
                        "0   '{\"city\":'",
                        "0   '\"Graz\"}'",
                        "1 call_6 now ''",
                        "1   '{}'"); // none at all is an empty object
        assertThat(end.finish()).isEqualTo(AnswerEnd.Finish.TOOL_CALLS);
    }

    /* Some servers give every call the index 0, or say plain stop. */
    @Test
    void pipeTo_sloppyServer_isNumberedAllTheSame() {
        AnswerEnd end = pipe(
                Kind.OPENAI,
                CALLING,
                stream(
                        call(0, "\"id\":\"a\",", "\"name\":\"weather\",", "{}"),
                        call(0, "\"id\":\"b\",", "\"name\":\"weather\",", "{ }"),
                        finish("stop"),
                        DONE));

        assertThat(heard).containsExactly("0 a weather ''", "0   '{}'", "1 b weather ''", "1   '{ }'");
        assertThat(end.finish()).isEqualTo(AnswerEnd.Finish.TOOL_CALLS);
    }

    /* Id and name come once, with the first piece. */
    @Test
    void pipeTo_callsByTurns_eachHasItsOwnArguments() {
        pipe(
                Kind.OPENAI,
                CALLING,
                stream(
                        call(0, "\"id\":\"a\",", "\"name\":\"weather\",", "{\\\"city\\\":"),
                        call(1, "\"id\":\"b\",", "\"name\":\"now\",", "{"),
                        call(0, "", "", "\\\"Gr"),
                        call(0, "", "", "az\\\""),
                        call(1, "", "", "}"),
                        call(0, "", "", "}"),
                        finish("tool_calls"),
                        DONE));

        assertThat(heard)
                .containsExactly(
                        "0 a weather ''",
                        "0   '{\"city\":'",
                        "1 b now ''",
                        "1   '{'",
                        "0   '\"Gr'",
                        "0   'az\"'",
                        "1   '}'",
                        "0   '}'");
    }

    @Test
    void pipeTo_allNamesBeforeAnyArguments_eachHasItsOwn() {
        pipe(
                Kind.OPENAI,
                CALLING,
                stream(
                        call(0, "\"id\":\"a\",", "\"name\":\"weather\",", ""),
                        call(1, "\"id\":\"b\",", "\"name\":\"now\",", ""),
                        call(0, "", "", "{ }"),
                        finish("tool_calls"),
                        DONE));

        assertThat(heard).containsExactly("0 a weather ''", "1 b now ''", "0   '{ }'", "1   '{}'");
    }

    @Test
    void pipeTo_numberedFromOne_isOneCall() {
        pipe(
                Kind.OPENAI,
                CALLING,
                stream(call(1, "\"id\":\"a\",", "\"name\":\"now\",", "{ }"), finish("tool_calls"), DONE));

        assertThat(heard).containsExactly("0 a now ''", "0   '{ }'");
    }

    @Test
    void pipeTo_saysToolCallsAndMakesNone_hasStopped() {
        String call = call(0, "\"id\":\"a\",", "\"name\":\"now\",", "{}");

        assertThat(pipe(Kind.OPENAI, CALLING, stream(chunk("No."), finish("tool_calls"), DONE))
                        .finish())
                .isEqualTo(AnswerEnd.Finish.STOP);
        assertThat(pipe(Kind.OPENAI, AnswerForm.TEXT, stream(chunk("No."), call, finish("tool_calls"), DONE))
                        .finish())
                .as("nobody asked for calls, and none are passed on")
                .isEqualTo(AnswerEnd.Finish.STOP);
        assertThat(heard).containsExactly("No.", "No.");
    }

    @Test
    void pipeTo_anthropic_isTheSame() {
        AnswerEnd end = pipe(
                Kind.ANTHROPIC,
                CALLING,
                stream(
                        event(
                                "message_start",
                                "{\"message\":{\"id\":\"x\",\"usage\":{\"input_tokens\":20,\"output_tokens\":1}}}"),
                        event(
                                "content_block_start",
                                "{\"index\":0,\"content_block\":{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"weather\",\"input\":{}}}"),
                        event(
                                "content_block_delta",
                                "{\"index\":0,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"city\\\":\\\"Graz\\\"}\"}}"),
                        event("content_block_stop", "{\"index\":0}"),
                        event(
                                "message_delta",
                                "{\"delta\":{\"stop_reason\":\"tool_use\"},\"usage\":{\"output_tokens\":7}}"),
                        event("message_stop", "{}")));

        assertThat(heard).containsExactly("0 toolu_1 weather ''", "0   '{\"city\":\"Graz\"}'");
        assertThat(end.finish()).isEqualTo(AnswerEnd.Finish.TOOL_CALLS);
    }

    @Test
    void pipeTo_argumentsWithoutEnd_isBroken() {
        String[] endless = new String[Calls.ARGUMENTS_LENGTH_MAX / 32_000 + 2];
        for (int i = 0; i < endless.length; i++) {
            endless[i] = call(0, "\"id\":\"a\",", "\"name\":\"weather\",", "x".repeat(32_000));
        }
        Throwable broken = catchThrowable(() -> pipe(Kind.OPENAI, CALLING, stream(endless)));

        assertThat(broken)
                .isInstanceOfSatisfying(
                        AnswerBroken.class, how -> assertThat(how.kind()).isEqualTo(AnswerBroken.Kind.GARBAGE))
                .hasMessageContaining("at most 128 with 128000");
    }

    @Test
    void ask_callThatNobodyAskedFor_isNoAnswer() {
        FakeProvider provider = new FakeProvider(
                loop.vertx(),
                stream(call(0, "\"id\":\"a\",", "\"name\":\"weather\",", "{}"), finish("tool_calls"), DONE));

        LlmReply reply = loop.await(() -> client(provider, Kind.OPENAI, EnumSet.allOf(Ability.class))
                        .ask(request(AnswerForm.TEXT))
                        .result())
                .reply();

        assertThat(reply).isInstanceOf(LlmReply.Unreachable.class);
    }

    private JsonObject sent(Kind kind, AnswerForm form, Set<Ability> abilities) {
        FakeProvider provider = new FakeProvider(loop.vertx(), stream(chunk("a"), finish("stop"), DONE));
        loop.await(() -> client(provider, kind, abilities).ask(request(form)).result());
        return provider.received().getFirst().body();
    }

    private AnswerEnd pipe(Kind kind, AnswerForm form, FakeProvider.Script script) {
        FakeProvider provider = new FakeProvider(loop.vertx(), script);
        return loop.await(() -> client(provider, kind, EnumSet.allOf(Ability.class))
                .ask(request(form))
                .result()
                .compose(attempted ->
                        ((LlmReply.Answering) attempted.reply()).answer().pipeTo(new Hearing())));
    }

    /** Writes down what it is told. */
    private final class Hearing implements TextSink {
        @Override
        public Future<Void> write(String piece) {
            heard.add(piece);
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> call(ToolFragment fragment) {
            heard.add(
                    fragment.index() + " " + fragment.id() + " " + fragment.name() + " '" + fragment.arguments() + "'");
            return Future.succeededFuture();
        }
    }

    private ModelClient client(FakeProvider provider, Kind kind, Set<Ability> abilities) {
        ProviderSettings settings =
                new ProviderSettings("p", kind, provider.url(), "key-1", "m-1", HttpTimeouts.DEFAULT, 1);
        return new ModelClient(
                loop.vertx(),
                VertxHttpClient.newAgent(loop.vertx(), HttpTimeouts.DEFAULT),
                settings,
                Prefill.NATIVE,
                abilities,
                InstantSource.system());
    }

    private static ModelRequest request(AnswerForm form) {
        LlmRequest hello = Asked.question("hello");
        return new ModelRequest(
                new LlmRequest(
                        "req_1", new Prompt(TALK, 20, 100, Sampling.NONE, "", form), hello.asker(), hello.grounds()),
                "",
                100,
                OptionalDouble.empty(),
                Duration.ofSeconds(20));
    }

    private static String call(int index, String idAndType, String name, String arguments) {
        return "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":" + index + ","
                + idAndType + "\"function\":{" + name + "\"arguments\":\"" + arguments
                + "\"}}]},\"finish_reason\":null}]}\n\n";
    }

    private static String event(String name, String data) {
        return "event: " + name + "\ndata: " + data + "\n\n";
    }
}
