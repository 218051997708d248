package dev.rapport.chat.http;

import dev.rapport.chat.turn.Dialogue;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.llm.LlmRequest.Message;
import dev.rapport.llm.LlmRequest.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads {@code messages} of OpenAI's protocol. What tools were asked and said is kept as text: no tool can be called yet, but
 * a conversation that has used some goes on.
 */
final class DialogueReader {
    /** Messages in one request; each costs a model some tokens however short it is. */
    static final int MESSAGES_MAX = 1_024;

    /** Characters of all together, some 32,000 tokens, which take the loop some 20 ms to count. Guess, not measured. */
    static final int LENGTH_MAX = 128_000;

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
        for (JsonPart item : items) {
            if (role(item).text().equals("user")) {
                question = messages.size();
            }
            messages.add(message(item));
        }
        if (question < 0) {
            throw list.wrong("none of role user", "at least one");
        }
        JsonPart last = items.getLast();
        if (messages.getLast().role() != Role.USER) {
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
            case "assistant" -> new Message(Role.ASSISTANT, assistant(item));
            case "tool" -> {
                String id = item.required("tool_call_id", "the id of a call").text();
                yield new Message(Role.USER, "Result of the call " + id + ":\n" + content(item));
            }
            default -> throw role.wrong(ROLES);
        };
    }

    private static JsonPart role(JsonPart item) {
        return item.required("role", ROLES);
    }

    /* Only an assistant may say nothing, when it calls tools. */
    private static String assistant(JsonPart item) {
        Optional<JsonPart> calls = item.at("tool_calls");
        if (calls.isEmpty()) {
            return content(item);
        }
        List<String> lines = new ArrayList<>();
        item.at("content").map(DialogueReader::text).ifPresent(lines::add);
        for (JsonPart call : calls.get().items(PARTS_MAX)) {
            JsonPart function = call.required("function", "a function with name and arguments");
            lines.add("Call " + call.required("id", "a text").text() + ": "
                    + function.required("name", "a text").text() + "("
                    + function.required("arguments", "a text").text() + ")");
        }
        return String.join("\n", lines);
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
