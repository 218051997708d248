package dev.rapport.chat.http;

import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.llm.AnswerForm;
import dev.rapport.llm.AnswerForm.ResponseFormat;
import dev.rapport.llm.AnswerForm.Tool;
import dev.rapport.llm.AnswerForm.ToolChoice;
import dev.rapport.llm.AnswerForm.ToolChoice.Mode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads {@code tools}, {@code tool_choice}, {@code parallel_tool_calls} and {@code response_format} of OpenAI's protocol. What is
 * known is checked; schemas are handed on as they are. Within these fields a name that is not known is refused, since it would not
 * be handed on.
 */
final class AnswerFormReader {
    /** Characters of all schemas and descriptions: they are counted as tokens on the event loop, as messages are. */
    static final int LENGTH_MAX = 64_000;

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final String A_NAME = "1 to 64 letters, digits, _ or -";
    private static final String CHOICES = "none, auto, required, or an object that names a function";

    private AnswerFormReader() {}

    /** The form that the body asks for. */
    static AnswerForm read(JsonPart body) {
        List<Tool> tools = body.at("tools").map(AnswerFormReader::tools).orElse(List.of());
        AnswerForm form = new AnswerForm(
                tools,
                body.at("tool_choice").flatMap(choice -> choice(choice, tools)),
                body.at("parallel_tool_calls").flatMap(parallel -> parallel(parallel, tools)),
                body.at("response_format").map(AnswerFormReader::format).orElse(ResponseFormat.TEXT));
        if (form.text().length() > LENGTH_MAX) {
            throw body.at(tools.isEmpty() ? "response_format" : "tools")
                    .orElse(body)
                    .wrong(form.text().length() + " characters of schemas and descriptions", "at most " + LENGTH_MAX);
        }
        return form;
    }

    private static List<Tool> tools(JsonPart list) {
        List<Tool> tools = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonPart item : list.items(AnswerForm.TOOLS_MAX)) {
            item.onlyKnows(Set.of("type", "function"));
            requireFunction(item);
            Tool tool = tool(item.required("function", "an object with name and parameters"));
            if (!names.add(tool.name())) {
                throw item.required("function", "").required("name", "").wrong("a name that no other tool has");
            }
            tools.add(tool);
        }
        return tools;
    }

    private static Tool tool(JsonPart function) {
        function.onlyKnows(Set.of("name", "description", "parameters", "strict"));
        function.at("description").ifPresent(JsonPart::text);
        function.at("parameters").ifPresent(JsonPart::requireObject);
        function.at("strict").ifPresent(JsonPart::flag);
        return new Tool(name(function), function.json());
    }

    private static void requireFunction(JsonPart item) {
        JsonPart type = item.required("type", "function");
        if (!type.text().equals("function")) {
            throw type.wrong("function: other kinds of tools are not passed on");
        }
    }

    private static String name(JsonPart holder) {
        JsonPart name = holder.required("name", A_NAME);
        if (!NAME.matcher(name.text()).matches()) {
            throw name.wrong(A_NAME);
        }
        return name.text();
    }

    /* Without tools there is nothing to choose: that is what auto and none say then. */
    private static Optional<ToolChoice> choice(JsonPart choice, List<Tool> tools) {
        ToolChoice read = choice.isText() ? mode(choice) : named(choice, tools);
        if (!tools.isEmpty()) {
            return Optional.of(read);
        }
        if (read.mode() == Mode.REQUIRED) {
            throw choice.wrong("tools beside it");
        }
        return Optional.empty();
    }

    private static ToolChoice mode(JsonPart choice) {
        return switch (choice.text()) {
            case "none" -> new ToolChoice(Mode.NONE, "");
            case "auto" -> new ToolChoice(Mode.AUTO, "");
            case "required" -> new ToolChoice(Mode.REQUIRED, "");
            default -> throw choice.wrong(CHOICES);
        };
    }

    private static ToolChoice named(JsonPart choice, List<Tool> tools) {
        if (!choice.isObject()) {
            throw choice.wrong(CHOICES);
        }
        choice.onlyKnows(Set.of("type", "function"));
        requireFunction(choice);
        JsonPart function = choice.required("function", "an object with a name");
        function.onlyKnows(Set.of("name"));
        String name = name(function);
        if (tools.stream().noneMatch(tool -> tool.name().equals(name))) {
            throw function.required("name", "").wrong("the name of one of the tools");
        }
        return new ToolChoice(Mode.NAMED, name);
    }

    private static Optional<Boolean> parallel(JsonPart parallel, List<Tool> tools) {
        boolean flag = parallel.flag();
        return tools.isEmpty() ? Optional.empty() : Optional.of(flag);
    }

    private static ResponseFormat format(JsonPart format) {
        JsonPart type = format.required("type", "text, json_object or json_schema");
        return switch (type.text()) {
            case "text" -> plain(format, ResponseFormat.TEXT);
            case "json_object" -> plain(format, new ResponseFormat(ResponseFormat.Kind.JSON_OBJECT, ""));
            case "json_schema" -> schema(format);
            default -> throw type.wrong("text, json_object or json_schema");
        };
    }

    private static ResponseFormat plain(JsonPart format, ResponseFormat read) {
        format.onlyKnows(Set.of("type"));
        return read;
    }

    private static ResponseFormat schema(JsonPart format) {
        format.onlyKnows(Set.of("type", "json_schema"));
        JsonPart schema = format.required("json_schema", "an object with name and schema");
        schema.onlyKnows(Set.of("name", "description", "schema", "strict"));
        name(schema);
        schema.at("description").ifPresent(JsonPart::text);
        schema.at("schema").ifPresent(JsonPart::requireObject);
        schema.at("strict").ifPresent(JsonPart::flag);
        return new ResponseFormat(ResponseFormat.Kind.JSON_SCHEMA, schema.json());
    }

    /** Refuses a form that no target of the model can give, so that nobody gets less than was asked for. */
    static TurnFailed notAble(String model, AnswerForm form) {
        boolean call = form.hasTools();
        return new TurnFailed(new TurnFailure.BadRequest(
                call ? "#/tools" : "#/response_format/type",
                call
                        ? form.tools().size() + " tools"
                        : form.format().kind().name().toLowerCase(java.util.Locale.ROOT),
                "nothing of that: the model '" + model + "' cannot " + (call ? "call tools" : "be bound to this format")
                        + " here"));
    }
}
