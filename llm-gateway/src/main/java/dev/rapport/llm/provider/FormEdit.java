package dev.rapport.llm.provider;

import dev.rapport.llm.AnswerForm;
import dev.rapport.llm.AnswerForm.ToolChoice;
import dev.rapport.llm.AnswerForm.ToolChoice.Mode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Puts tools and format into a request's body. Not by LangChain4j's own schema types, which know a part of JSON Schema only and
 * would lose the rest of what the client wrote.
 */
final class FormEdit {
    private FormEdit() {}

    /** The edit for this form; none for text. */
    static UnaryOperator<String> of(ProviderSettings.Kind kind, AnswerForm form) {
        return form.isText()
                ? UnaryOperator.identity()
                : body -> {
                    JsonObject json = new JsonObject(body);
                    switch (kind) {
                        case OPENAI -> openAi(json, form);
                        case ANTHROPIC -> anthropic(json, form);
                    }
                    return json.encode();
                };
    }

    private static void openAi(JsonObject body, AnswerForm form) {
        if (form.hasTools()) {
            JsonArray tools = new JsonArray();
            form.tools()
                    .forEach(tool -> tools.add(
                            new JsonObject().put("type", "function").put("function", new JsonObject(tool.json()))));
            body.put("tools", tools);
        }
        form.choice().ifPresent(choice -> body.put("tool_choice", openAi(choice)));
        form.parallel().ifPresent(parallel -> body.put("parallel_tool_calls", parallel));
        switch (form.format().kind()) {
            case TEXT -> {}
            case JSON_OBJECT -> body.put("response_format", new JsonObject().put("type", "json_object"));
            case JSON_SCHEMA ->
                body.put(
                        "response_format",
                        new JsonObject()
                                .put("type", "json_schema")
                                .put("json_schema", new JsonObject(form.format().schema())));
        }
    }

    private static Object openAi(ToolChoice choice) {
        return switch (choice.mode()) {
            case AUTO -> "auto";
            case NONE -> "none";
            case REQUIRED -> "required";
            case NAMED ->
                new JsonObject().put("type", "function").put("function", new JsonObject().put("name", choice.name()));
        };
    }

    /* The same in the words of Anthropic's messages; a tool without parameters takes an empty object there. */
    private static void anthropic(JsonObject body, AnswerForm form) {
        if (form.hasTools()) {
            JsonArray tools = new JsonArray();
            form.tools().forEach(tool -> {
                JsonObject function = new JsonObject(tool.json());
                function.getMap().values().removeIf(Objects::isNull); // to OpenAI's clients the same as missing
                JsonObject schema = function.getJsonObject("parameters", emptyObject());
                function.remove("parameters");
                if (schema.getValue("type") == null) {
                    schema.put("type", "object"); // which Anthropic demands
                }
                tools.add(function.put("input_schema", schema));
            });
            body.put("tools", tools).put("tool_choice", anthropicChoice(form));
        }
        if (form.format().kind() == AnswerForm.ResponseFormat.Kind.JSON_SCHEMA) {
            Object schema = new JsonObject(form.format().schema()).getValue("schema");
            JsonObject format =
                    new JsonObject().put("type", "json_schema").put("schema", schema != null ? schema : emptyObject());
            body.put("output_config", new JsonObject().put("format", format));
        }
    }

    private static JsonObject anthropicChoice(AnswerForm form) {
        Mode mode = form.choice().map(ToolChoice::mode).orElse(Mode.AUTO);
        JsonObject choice = new JsonObject()
                .put(
                        "type",
                        switch (mode) {
                            case AUTO -> "auto";
                            case NONE -> "none";
                            case REQUIRED -> "any";
                            case NAMED -> "tool";
                        });
        if (mode == Mode.NAMED) {
            choice.put("name", form.choice().orElseThrow().name());
        }
        if (mode != Mode.NONE) {
            form.parallel().ifPresent(parallel -> choice.put("disable_parallel_tool_use", !parallel));
        }
        return choice;
    }

    private static JsonObject emptyObject() {
        return new JsonObject().put("type", "object").put("properties", new JsonObject());
    }
}
