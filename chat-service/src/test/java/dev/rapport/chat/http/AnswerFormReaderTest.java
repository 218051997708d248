package dev.rapport.chat.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.llm.Ability;
import dev.rapport.llm.AnswerForm;
import dev.rapport.llm.AnswerForm.ResponseFormat;
import dev.rapport.llm.AnswerForm.Tool;
import dev.rapport.llm.AnswerForm.ToolChoice;
import io.vertx.core.buffer.Buffer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerFormReaderTest {
    private static final String F = "{'type':'function','function':{'name':'f'}}";

    @Test
    void read_tools_areKeptAsTheyWereWritten() {
        AnswerForm form = read(
                "'tools':[{'type':'function','function':{'name':'f','description':'does','parameters':"
                        + "{'type':'object','x-own':[1.5,null]},'strict':null}}],'tool_choice':'required','parallel_tool_calls':true");

        assertThat(form.tools())
                .containsExactly(new Tool(
                        "f",
                        json("{'name':'f','description':'does','parameters':"
                                + "{'type':'object','x-own':[1.5,null]},'strict':null}")));
        assertThat(form.choice()).hasValue(new ToolChoice(ToolChoice.Mode.REQUIRED, ""));
        assertThat(form.parallel()).hasValue(true);
        assertThat(form.needs()).containsExactly(Ability.TOOLS);
        assertThat(form.demandsModel()).isTrue();
    }

    @Test
    void read_choiceOfOne_isNamed() {
        assertThat(read("'tools':[" + F + "],'tool_choice':{'type':'function','function':{'name':'f'}}")
                        .choice())
                .hasValue(new ToolChoice(ToolChoice.Mode.NAMED, "f"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'x':1",
                "'tools':null,'tool_choice':null,'parallel_tool_calls':null,'response_format':null",
                "'tools':[],'tool_choice':'auto','parallel_tool_calls':false,'response_format':{'type':'text'}",
                "'tool_choice':'none'"
            })
    void read_nothingAsked_isText(String fields) {
        assertThat(read(fields)).isEqualTo(AnswerForm.TEXT);
    }

    @Test
    void read_formats_areKept() {
        assertThat(read("'response_format':{'type':'json_object'}").format())
                .isEqualTo(new ResponseFormat(ResponseFormat.Kind.JSON_OBJECT, ""));
        AnswerForm schema =
                read("'response_format':{'type':'json_schema','json_schema':{'name':'s','schema':{'a':1}}}");
        assertThat(schema.format())
                .isEqualTo(new ResponseFormat(ResponseFormat.Kind.JSON_SCHEMA, json("{'name':'s','schema':{'a':1}}")));
        assertThat(schema.needs()).containsExactly(Ability.JSON_SCHEMA);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'tools':1|#/tools: 1 (expected: a list)",
                "'tools':-1|#/tools: -1 (expected: a list)",
                "'tools':{}|#/tools: OBJECT (expected: a list)",
                "'tools':[null]|#/tools/0: null (expected: an object)",
                "'tools':[{}]|#/tools/0/type: missing (expected: function)",
                "'tools':[{'type':'custom'}]|#/tools/0/type: \"custom\" (expected: function: other kinds",
                "'tools':[{'type':'function','x':1}]|#/tools/0/x: unknown field (expected: one of [function, type])",
                "'tools':[{'type':'function'}]|#/tools/0/function: missing",
                "'tools':[{'type':'function','function':[]}]|#/tools/0/function: ARRAY (expected: an object)",
                "'tools':[{'type':'function','function':{}}]|#/tools/0/function/name: missing",
                "'tools':[{'type':'function','function':{'name':7}}]|#/tools/0/function/name: 7 (expected: a text)",
                "'tools':[{'type':'function','function':{'name':''}}]|#/tools/0/function/name: \"\" (expected: 1 to 64",
                "'tools':[{'type':'function','function':{'name':'a b'}}]|#/tools/0/function/name: \"a b\" (expected: 1 to 64",
                "'tools':[{'type':'function','function':{'name':'f','description':1}}]|#/tools/0/function/description: 1",
                "'tools':[{'type':'function','function':{'name':'f','parameters':'{}'}}]|#/tools/0/function/parameters: \"{}\"",
                "'tools':[{'type':'function','function':{'name':'f','strict':1}}]|#/tools/0/function/strict: 1 (expected: true",
                "'tools':[{'type':'function','function':{'name':'f','cache':1}}]|#/tools/0/function/cache: unknown field",
                "'tool_choice':'required'|#/tool_choice: \"required\" (expected: tools beside it)",
                "'tool_choice':'sometimes'|#/tool_choice: \"sometimes\" (expected: none, auto, required, or an object",
                "'tool_choice':1|#/tool_choice: 1 (expected: none, auto, required, or an object",
                "'tool_choice':{'type':'function','function':{'name':'g'}}|#/tool_choice/function/name: \"g\" (expected: the name",
                "'tool_choice':{'type':'allowed_tools'}|#/tool_choice/type: \"allowed_tools\" (expected: function",
                "'tool_choice':{'type':'function'}|#/tool_choice/function: missing",
                "'parallel_tool_calls':'yes'|#/parallel_tool_calls: \"yes\" (expected: true or false)",
                "'response_format':'json'|#/response_format: \"json\" (expected: an object)",
                "'response_format':{}|#/response_format/type: missing (expected: text, json_object or json_schema)",
                "'response_format':{'type':'grammar'}|#/response_format/type: \"grammar\" (expected: text, json_object",
                "'response_format':{'type':'json_object','x':1}|#/response_format/x: unknown field",
                "'response_format':{'type':'json_schema'}|#/response_format/json_schema: missing",
                "'response_format':{'type':'json_schema','json_schema':{'schema':{}}}|#/response_format/json_schema/name: missing",
                "'response_format':{'type':'json_schema','json_schema':{'name':'s','schema':1}}|#/response_format/json_schema/schema: 1"
            })
    void read_wrongField_isNamedWithItsValue(String fields, String message) {
        assertThatThrownBy(() -> read(fields))
                .isInstanceOf(TurnFailed.class)
                .extracting(thrown -> FailureResponse.of(thrown).detail())
                .asString()
                .startsWith(message);
    }

    @Test
    void read_tooMany_orTooLong_orTwice_isRefused() {
        String many = IntStream.rangeClosed(0, AnswerForm.TOOLS_MAX)
                .mapToObj(i -> F.replace("'f'", "'f" + i + "'"))
                .collect(Collectors.joining(","));
        assertDetail("'tools':[" + many + "]", "#/tools: 129 items (expected: at most 128)");
        assertDetail("'tools':[" + F + "," + F + "]", "#/tools/1/function/name: \"f\" (expected: a name that no other");
        String huge = F.replace("'f'", "'f','description':'" + "x".repeat(AnswerFormReader.LENGTH_MAX) + "'");
        assertDetail("'tools':[" + huge + "]", "#/tools: 64030 characters of schemas");
        String half = F.replace("'f'", "'f','parameters':{'a':'\\ud800'}");
        String infinite = F.replace("'f'", "'f','parameters':{'maximum':1e999}");
        assertDetail("'tools':[" + infinite + "]", "#/tools/0/function: a number beyond");
        assertDetail("'tools':[" + half + "]", "#/tools/0/function: half of a surrogate pair");
    }

    @Test
    void notAble_namesTheFieldAndTheModel() {
        assertThat(FailureResponse.of(AnswerFormReader.notAble("fast", read("'tools':[" + F + "]")))
                        .detail())
                .isEqualTo("#/tools: 1 tools (expected: nothing of that: the model 'fast' cannot call tools here)");
        assertThat(FailureResponse.of(
                                AnswerFormReader.notAble("fast", read("'response_format':{'type':'json_object'}")))
                        .pointer())
                .isEqualTo("#/response_format/type");
    }

    private static void assertDetail(String fields, String message) {
        assertThatThrownBy(() -> read(fields))
                .extracting(thrown -> FailureResponse.of(thrown).detail())
                .asString()
                .startsWith(message);
    }

    private static AnswerForm read(String fields) {
        return AnswerFormReader.read(JsonBody.readAny(Buffer.buffer("{" + json(fields) + "}")));
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
