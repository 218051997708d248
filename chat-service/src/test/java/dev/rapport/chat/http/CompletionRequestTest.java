package dev.rapport.chat.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.chat.stream.CompletionClient.Form;
import dev.rapport.chat.turn.Dialogue;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.llm.LlmRequest.Message;
import dev.rapport.llm.LlmRequest.Role;
import dev.rapport.llm.Sampling;
import dev.rapport.llm.ToolCall;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionRequestTest {
    private static final String HI = "{'role':'user','content':'Hi'}";

    @Test
    void read_everyRole_becomesAMessage() {
        Dialogue dialogue = dialogue("""
                {'role':'system','content':'Be kind.'},
                {'role':'developer','content':[{'type':'text','text':'Be'},{'type':'text','text':'brief.'}]},
                {'role':'user','content':'Weather?','name':'mia'},
                {'role':'assistant','content':null,'tool_calls':[{'id':'call_5','type':'function',
                    'function':{'name':'weather','arguments':'{}'}}]},
                {'role':'tool','tool_call_id':'call_5','content':'sunny'}""");

        assertThat(dialogue.messages())
                .containsExactly(
                        new Message(Role.SYSTEM, "Be kind."),
                        new Message(Role.SYSTEM, "Be\nbrief."),
                        new Message(Role.USER, "Weather?"),
                        Message.calling("", List.of(new ToolCall("call_5", "weather", "{}"))),
                        Message.result("call_5", "sunny"));
        assertThat(dialogue.text()).isEqualTo("Weather?");
    }

    @Test
    void read_severalUserMessages_theLastIsTheQuestion() {
        assertThat(dialogue("{'role':'user','content':'One'},{'role':'assistant','content':'?'}," + HI)
                        .text())
                .isEqualTo("Hi");
    }

    @Test
    void read_nothingAsked_isNothing() {
        CompletionRequest request = read("");
        assertThat(request.form()).isEqualTo(Form.WHOLE);
        assertThat(request.wishes().alias()).isEqualTo("default");
        assertThat(request.wishes().answerTokensMax()).isEmpty();
        assertThat(request.wishes().sampling()).isEqualTo(Sampling.NONE);
    }

    @Test
    void read_nullsAndUnknownFields_areNothing() {
        assertThat(read(",'stream':null,'stop':null,'temperature':null,'n':null,'tools':null"
                        + ",'response_format':null,'stream_options':null,'seed':'x','metadata':{'a':[1]},'user':7"))
                .isEqualTo(read(""));
    }

    @Test
    void read_wishes_areTaken() {
        CompletionRequest request = read(",'stream':true,'stream_options':{'include_usage':true},'max_tokens':5,"
                + "'max_completion_tokens':7,'temperature':0.5,'top_p':1,'frequency_penalty':-2,'presence_penalty':2,"
                + "'stop':['a','b'],'n':1,'tools':[],'response_format':{'type':'text'},'modalities':['text']");

        assertThat(request.form()).isEqualTo(Form.STREAM_WITH_USAGE);
        assertThat(request.wishes().answerTokensMax()).hasValue(7);
        assertThat(request.wishes().sampling())
                .isEqualTo(new Sampling(
                        OptionalDouble.of(0.5),
                        OptionalDouble.of(1),
                        OptionalDouble.of(-2),
                        OptionalDouble.of(2),
                        List.of("a", "b")));
        assertThat(read(",'stream':true").form()).isEqualTo(Form.STREAM);
        assertThat(read(",'max_tokens':5,'stop':'END'").wishes().answerTokensMax())
                .hasValue(5);
        assertThat(read(",'stop':'END'").wishes().sampling().stops()).containsExactly("END");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'stream':'yes'|#/stream: \"yes\" (expected: true or false)",
                "'stream_options':1|#/stream_options: 1 (expected: an object)",
                "'temperature':2.1|#/temperature: 2.1 (expected: a number from 0 to 2)",
                "'temperature':'hot'|#/temperature: \"hot\" (expected: a number from 0 to 2)",
                "'top_p':1e999|#/top_p: ",
                "'frequency_penalty':-3|#/frequency_penalty: -3 (expected: a number from -2 to 2)",
                "'max_tokens':0|#/max_tokens: 0 (expected: a whole number from 1 to 2147483647)",
                "'max_completion_tokens':1.5|#/max_completion_tokens: 1.5 (expected: a whole number",
                "'max_tokens':99999999999999999999|#/max_tokens: 99999999999999999999 (expected: a whole number",
                "'n':2|#/n: 2 (expected: 1)",
                "'stop':['a','b','c','d','e']|#/stop: 5 items (expected: at most 4)",
                "'stop':['a','']|#/stop/1: empty (expected: a text)",
                "'stop':{}|#/stop: OBJECT (expected: a text)",
                "'functions':[{}]|#/functions: not empty (expected: tools: functions are their old form)",
                "'function_call':'auto'|#/function_call: \"auto\" (expected: tool_choice: function_call is its old form)",
                "'logprobs':true|#/logprobs: true (expected: false: they are not passed on)",
                "'modalities':['text','audio']|#/modalities/1: \"audio\" (expected: \"text\")"
            })
    void read_wrongField_isNamedWithItsValue(String field, String message) {
        assertThatThrownBy(() -> read("," + field))
                .isInstanceOf(TurnFailed.class)
                .extracting(thrown -> FailureResponse.of(thrown).detail())
                .asString()
                .startsWith(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "|#/messages: none of role user (expected: at least one)",
                "1|#/messages/0: 1 (expected: an object)",
                "{'content':'a'}|#/messages/0/role: missing (expected: system, developer, user, assistant or tool)",
                "{'role':'robot','content':'a'}|#/messages/0/role: \"robot\" (expected: system, developer, user,",
                "{'role':'user'}|#/messages/0/content: missing (expected: a text or a list of text parts)",
                "{'role':'user','content':7}|#/messages/0/content: 7 (expected: a text)",
                "{'role':'user','content':' '}|#/messages/0/content: empty (expected: a text)",
                "{'role':'user','content':[{'type':'image_url'}]}|#/messages/0/content/0/type: \"image_url\" (expected: text",
                "{'role':'user','content':[{'type':'text'}]}|#/messages/0/content/0/text: missing (expected: a text)",
                "{'role':'user','content':'\\ud800'}|#/messages/0/content: half of a surrogate pair (expected: valid Unicode)",
                "{'role':'user','content':'a'},{'role':'tool','content':'b'}|#/messages/1/tool_call_id: missing",
                "{'role':'user','content':'a'},{'role':'tool','content':'b','tool_call_id':'x'}|#/messages/1/tool_call_id: "
                        + "\"x\" (expected: the id of a call of an assistant's message before it)",
                "{'role':'user','content':'a'},{'role':'assistant','tool_calls':[{}]}|#/messages/1/tool_calls/0/type: missing",
                "{'role':'user','content':'a'},{'role':'assistant','tool_calls':[{'type':'custom'}]}|"
                        + "#/messages/1/tool_calls/0/type: \"custom\" (expected: function",
                "{'role':'user','content':'a'},{'role':'assistant','tool_calls':[{'type':'function','id':' ','function':{}}]}|"
                        + "#/messages/1/tool_calls/0/id: blank (expected: 1 to 256 characters)",
                "{'role':'user','content':'a'},{'role':'assistant','tool_calls':[{'type':'function','id':'c','function':"
                        + "{'name':'f','arguments':{}}}]}|#/messages/1/tool_calls/0/function/arguments: OBJECT",
                "{'role':'user','content':'a'},{'role':'assistant','tool_calls':-1}|#/messages/1/tool_calls: -1 (expected: a list)",
                "{'role':'user','content':'a'},{'role':'assistant','content':'b'}|#/messages/1/role: \"assistant\" "
                        + "(expected: user or tool in the last message)"
            })
    void read_wrongMessage_isNamedWithItsValue(String messages, String detail) {
        assertThatThrownBy(() -> dialogue(messages == null ? "" : messages))
                .isInstanceOf(TurnFailed.class)
                .extracting(thrown -> FailureResponse.of(thrown).detail())
                .asString()
                .startsWith(detail);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{'model':'default'}", "{'messages':[" + HI + "]}", "{'messages':{},'model':'default'}", "[]"})
    void read_missingOrOfAnotherKind_isRefused(String body) {
        assertThatThrownBy(() -> body(body)).isInstanceOf(TurnFailed.class);
    }

    @Test
    void read_tooLong_saysHowLongItMayBe() {
        assertThatThrownBy(() -> dialogue("{'role':'user','content':'" + "a".repeat(101) + "'}"))
                .isInstanceOfSatisfying(
                        TurnFailed.class,
                        failed -> assertThat(failed.failure())
                                .isEqualTo(new TurnFailure.MessageTooLong("#/messages/0/content", 101, 100)));
        assertThatThrownBy(() -> dialogue(
                        "{'role':'system','content':'" + "a".repeat(DialogueReader.LENGTH_MAX - 1) + "'}," + HI))
                .isInstanceOfSatisfying(
                        TurnFailed.class,
                        failed -> assertThat(failed.failure())
                                .isEqualTo(new TurnFailure.ContextTooLong(
                                        DialogueReader.LENGTH_MAX + 1, DialogueReader.LENGTH_MAX)));
    }

    private static Dialogue dialogue(String messages) {
        return body("{'model':'default','messages':[" + messages + "]}")
                .wishes()
                .dialogue()
                .orElseThrow();
    }

    private static CompletionRequest read(String fields) {
        return body("{'model':'default','messages':[" + HI + "]" + fields + "}");
    }

    private static CompletionRequest body(String body) {
        return CompletionRequest.read(JsonBody.readAny(Buffer.buffer(body.replace('\'', '"'))), 100);
    }
}
