package dev.rapport.chat.http;

import dev.rapport.chat.stream.CompletionClient.Form;
import dev.rapport.chat.turn.Dialogue;
import dev.rapport.chat.turn.Wishes;
import dev.rapport.llm.AnswerForm;
import dev.rapport.llm.Sampling;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The body of a request in OpenAI's protocol. A field that we do not know is left alone, as OpenAI does; one that would change
 * the answer and that we cannot serve is refused, so that nobody gets less than was asked for.
 *
 * @param wishes with a dialogue
 */
record CompletionRequest(Wishes wishes, Form form) {

    static CompletionRequest read(JsonPart body, int messageLengthMax) {
        refuseWhatIsNotServed(body);
        Dialogue dialogue = new DialogueReader(messageLengthMax).read(body.required("messages", "a list of messages"));
        AnswerForm form = AnswerFormReader.read(body);
        Wishes wishes = new Wishes(
                Optional.of(dialogue),
                body.required("model", "a name that GET /v1/models lists").text(),
                answerTokensMax(body),
                new Sampling(
                        number(body, "temperature", 0, 2),
                        number(body, "top_p", 0, 1),
                        number(body, "frequency_penalty", -2, 2),
                        number(body, "presence_penalty", -2, 2),
                        body.at("stop").map(CompletionRequest::stops).orElse(List.of())),
                form);
        return new CompletionRequest(wishes, form(body));
    }

    private static Form form(JsonPart body) {
        boolean stream = flag(body, "stream");
        boolean usage = body.at("stream_options")
                .map(options -> flag(options, "include_usage"))
                .orElse(false);
        if (!stream) {
            return Form.WHOLE;
        }
        return usage ? Form.STREAM_WITH_USAGE : Form.STREAM;
    }

    /* `max_tokens` is the old name; who sends both means the new one. */
    private static OptionalInt answerTokensMax(JsonPart body) {
        Optional<Integer> old = body.at("max_tokens").map(part -> part.whole(1, Integer.MAX_VALUE));
        Optional<Integer> now = body.at("max_completion_tokens").map(part -> part.whole(1, Integer.MAX_VALUE));
        return now.or(() -> old).map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    private static List<String> stops(JsonPart stop) {
        List<JsonPart> each = stop.isList() ? stop.items(Sampling.STOPS_MAX) : List.of(stop);
        return each.stream()
                .map(part -> {
                    if (part.text().isEmpty()) {
                        throw part.wrong("empty", "a text");
                    }
                    return part.text();
                })
                .toList();
    }

    private static void refuseWhatIsNotServed(JsonPart body) {
        body.at("n").ifPresent(n -> n.whole(1, 1));
        body.at("functions")
                .filter(list -> !list.items(Integer.MAX_VALUE).isEmpty())
                .ifPresent(list -> {
                    throw list.wrong("not empty", "tools: functions are their old form");
                });
        body.at("function_call").ifPresent(call -> {
            throw call.wrong("tool_choice: function_call is its old form");
        });
        if (flag(body, "logprobs")) {
            throw body.required("logprobs", "").wrong("false: they are not passed on");
        }
        body.at("modalities")
                .ifPresent(kinds -> kinds.items(Integer.MAX_VALUE).stream()
                        .filter(kind -> !kind.text().equals("text"))
                        .forEach(kind -> {
                            throw kind.wrong("\"text\"");
                        }));
    }

    private static OptionalDouble number(JsonPart body, String name, double min, double max) {
        return body.at(name)
                .map(part -> OptionalDouble.of(part.number(min, max)))
                .orElse(OptionalDouble.empty());
    }

    private static boolean flag(JsonPart body, String name) {
        return body.at(name).map(JsonPart::flag).orElse(false);
    }
}
