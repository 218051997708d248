package dev.rapport.llm.provider;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.rapport.llm.LlmRequest.Message;
import dev.rapport.llm.LlmRequest.Role;
import dev.rapport.llm.ToolCall;
import dev.rapport.llm.config.ProviderConfig.Prefill;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Turns our messages into LangChain4j's.
 *
 * <p>Blank messages are left out, and neighbours of one role become one message: Anthropic and the chat templates of many
 * local models want user and assistant to take turns. Calls of tools and their results stay as they are: each result names
 * its call.
 */
final class Prompts {
    private static final String BETWEEN_MERGED = "\n\n";

    /** A result names its call by the id alone, in both protocols. */
    private static final String NO_NAME = "";

    /** Levels of a request around a call's arguments, and some to spare: what is too deep there cannot be read. */
    private static final int BODY_DEPTH = 8;

    private Prompts() {}

    /** What a model that is asked to go on by words is told. */
    static final String GO_ON =
            "Your answer broke off there. Go on exactly where it stops, in the middle of a word if need"
                    + " be, and repeat nothing of it.";

    static List<ChatMessage> toLangChain(List<Message> messages) {
        return merged(messages).stream().map(Prompts::toLangChain).toList();
    }

    /** The same, then the answer so far, as this provider wants it told. */
    static List<ChatMessage> toLangChain(List<Message> messages, String soFar, Prefill prefill) {
        List<Message> all = new ArrayList<>(merged(messages));
        all.add(new Message(Role.ASSISTANT, soFar));
        switch (prefill) {
            case NATIVE, PREFIX, VLLM -> {} // the body's edit adds what else they want
            case INSTRUCT -> all.add(new Message(Role.USER, GO_ON));
            case NONE ->
                throw new IllegalArgumentException(
                        "prefill: none (expected: a provider that can go on with an answer)");
        }
        return all.stream().map(Prompts::toLangChain).toList();
    }

    /** The same conversation for a model that knows no tools: what was called, and what came of it, in words. */
    static List<Message> toolsAsText(List<Message> messages) {
        return messages.stream()
                .map(message -> message.isOfTools()
                        ? new Message(message.role() == Role.TOOL ? Role.USER : message.role(), inWords(message))
                        : message)
                .toList();
    }

    /**
     * The same conversation with arguments that are one JSON object each. LangChain4j 1.19 writes them into Anthropic's request as they
     * are: what a client says was called must not become other parts of the request, and a call that was cut must not spoil it.
     */
    static List<Message> argumentsAsObjects(List<Message> messages) {
        return messages.stream()
                .map(message -> message.calls().isEmpty()
                        ? message
                        : Message.calling(
                                message.text(),
                                message.calls().stream()
                                        .map(call -> new ToolCall(call.id(), call.name(), asObject(call.arguments())))
                                        .toList()))
                .toList();
    }

    private static String asObject(String arguments) {
        if (arguments.isBlank()) {
            return "{}";
        }
        try {
            String object = new JsonObject(arguments).encode(); // which fails if anything stands behind it
            JsonArray _ = new JsonArray("[".repeat(BODY_DEPTH) + object + "]".repeat(BODY_DEPTH));
            return object;
        } catch (DecodeException none) {
            return new JsonObject().put("arguments", arguments).encode();
        }
    }

    private static String inWords(Message message) {
        if (message.role() == Role.TOOL) {
            return "Result of the call " + message.callId() + ":\n" + message.text();
        }
        Stream<String> calls = message.calls().stream()
                .map(call -> "Call " + call.id() + ": " + call.name() + "(" + call.arguments() + ")");
        return Stream.concat(Stream.of(message.text()).filter(text -> !text.isBlank()), calls)
                .collect(Collectors.joining("\n"));
    }

    static List<Message> merged(List<Message> messages) {
        List<Message> merged = new ArrayList<>();
        for (Message message : messages) {
            if (message.text().isBlank() && !message.isOfTools()) {
                continue;
            }
            boolean joins = !merged.isEmpty()
                    && merged.getLast().role() == message.role()
                    && !merged.getLast().isOfTools()
                    && !message.isOfTools();
            if (joins) {
                Message before = merged.removeLast();
                merged.add(new Message(before.role(), before.text() + BETWEEN_MERGED + message.text()));
            } else {
                merged.add(message);
            }
        }
        if (merged.isEmpty() || !merged.getLast().isAsking()) {
            throw new IllegalArgumentException("messages: the last is blank (expected: the user's text)");
        }
        return merged;
    }

    private static AiMessage assistant(Message message) {
        if (message.calls().isEmpty()) {
            return AiMessage.from(message.text());
        }
        List<ToolExecutionRequest> calls = message.calls().stream()
                .map(call -> ToolExecutionRequest.builder()
                        .id(call.id())
                        .name(call.name())
                        .arguments(call.arguments())
                        .build())
                .toList();
        return message.text().isBlank() ? AiMessage.from(calls) : AiMessage.from(message.text(), calls);
    }

    private static ChatMessage toLangChain(Message message) {
        return switch (message.role()) {
            case SYSTEM -> SystemMessage.from(message.text());
            case USER -> UserMessage.from(message.text());
            case ASSISTANT -> assistant(message);
            case TOOL -> ToolExecutionResultMessage.from(message.callId(), NO_NAME, message.text());
        };
    }
}
