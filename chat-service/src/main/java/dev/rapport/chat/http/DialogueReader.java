package dev.rapport.chat.http;

import dev.rapport.chat.turn.Dialogue;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.llm.AnswerForm;
import dev.rapport.llm.LlmRequest.Message;
import dev.rapport.llm.LlmRequest.Role;
import dev.rapport.llm.ToolCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads {@code messages} of OpenAI's protocol, with what tools were called and what came of it. A result must name a call that
 * stands before it: a provider would refuse another, with a word that nobody here could explain.
 */
final class DialogueReader {
    /** Messages in one request; each costs a model some tokens however short it is. */
    static final int MESSAGES_MAX = 1_024;

    /** Characters of all together, some 32,000 tokens, which take the loop some 20 ms to count. Guess, not measured. */
    static final int LENGTH_MAX = 128_000;

    /** Providers' ids have some 30 characters, names 64 at most. */
    private static final int ID_LENGTH_MAX = 256;

    private static final int PARTS_MAX = 1_024;
    private static final String ROLES = "system, developer, user, assistant or tool";

    private final int messageLengthMax;

    /** @param messageLengthMax most characters of the user's newest message */
    DialogueReader(int messageLengthMax) {
        this.messageLengthMax = messageLengthMax;
    }

    Dialogue read(JsonPart list) {
        List<JsonPart> items = list.items(MESSAGES_MAX);
        List<Message> messages = new ArrayList<>();
        int question = -1;
        Set<String> called = new HashSet<>();
        for (JsonPart item : items) {
            if (role(item).text().equals("user")) {
                question = messages.size();
            }
            Message message = message(item);
            if (message.role() == Role.TOOL && !called.contains(message.callId())) {
                throw item.required("tool_call_id", "").wrong("the id of a call of an assistant's message before it");
            }
            message.calls().forEach(call -> called.add(call.id()));
            messages.add(message);
        }
        if (question < 0) {
            throw list.wrong("none of role user", "at least one");
        }
        JsonPart last = items.getLast();
        if (!messages.getLast().isAsking()) {
            throw role(last).wrong("user or tool in the last message");
        }
        Dialogue dialogue = new Dialogue(messages, question);
        check(items.get(question), dialogue);
        return dialogue;
    }

    private void check(JsonPart question, Dialogue dialogue) {
        String text = dialogue.text();
        String pointer = question.pointer() + "/content";
        if (text.isBlank()) {
            throw new TurnFailed(new TurnFailure.BadRequest(pointer, "empty", "a text"));
        }
        if (text.length() > messageLengthMax) {
            throw new TurnFailed(new TurnFailure.MessageTooLong(pointer, text.length(), messageLengthMax));
        }
        if (dialogue.length() > LENGTH_MAX) {
            throw new TurnFailed(new TurnFailure.ContextTooLong(dialogue.length(), LENGTH_MAX));
        }
    }

    private static Message message(JsonPart item) {
        JsonPart role = role(item);
        return switch (role.text()) {
            case "system", "developer" -> new Message(Role.SYSTEM, content(item));
            case "user" -> new Message(Role.USER, content(item));
            case "assistant" -> assistant(item);
            case "tool" -> Message.result(id(item, "tool_call_id"), content(item));
            default -> throw role.wrong(ROLES);
        };
    }

    private static JsonPart role(JsonPart item) {
        return item.required("role", ROLES);
    }

    /* Only an assistant may say nothing, when it calls tools. */
    private static Message assistant(JsonPart item) {
        List<ToolCall> calls = item.at("tool_calls")
                .map(list -> list.items(AnswerForm.TOOLS_MAX).stream()
                        .map(DialogueReader::call)
                        .toList())
                .orElse(List.of());
        return calls.isEmpty()
                ? new Message(Role.ASSISTANT, content(item))
                : Message.calling(item.at("content").map(DialogueReader::text).orElse(""), calls);
    }

    private static ToolCall call(JsonPart call) {
        JsonPart type = call.required("type", "function");
        if (!type.text().equals("function")) {
            throw type.wrong("function: other kinds of tools are not passed on");
        }
        JsonPart function = call.required("function", "a function with name and arguments");
        return new ToolCall(
                id(call, "id"),
                id(function, "name"),
                function.required("arguments", "a text").text());
    }

    private static String id(JsonPart holder, String name) {
        JsonPart id = holder.required(name, "a text");
        if (id.text().isBlank() || id.text().length() > ID_LENGTH_MAX) {
            throw id.wrong(
                    id.text().isBlank() ? "blank" : id.text().length() + " characters",
                    "1 to " + ID_LENGTH_MAX + " characters");
        }
        return id.text();
    }

    private static String content(JsonPart item) {
        return text(item.required("content", "a text or a list of text parts"));
    }

    private static String text(JsonPart content) {
        if (!content.isList()) {
            return content.text();
        }
        return content.items(PARTS_MAX).stream().map(DialogueReader::partText).collect(Collectors.joining("\n"));
    }

    private static String partText(JsonPart part) {
        JsonPart type = part.required("type", "text");
        return switch (type.text()) {
            case "text" -> part.required("text", "a text").text();
            case "refusal" -> part.required("refusal", "a text").text();
            default -> throw type.wrong("text: other kinds of content are not passed on");
        };
    }
}
