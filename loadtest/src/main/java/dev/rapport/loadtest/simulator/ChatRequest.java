package dev.rapport.loadtest.simulator;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of a chat completion request the simulated provider heeds.
 *
 * @param lastUserMessage text of the last message of the user role
 * @param prefix text of the last of all messages if it is the assistant's, for the answer to go on from; else empty
 * @param canaries the words of all {@link #CANARY} in the messages, at most {@value #CANARIES_MAX}
 * @param promptChars length of all messages together
 * @param tokensMax longest answer that the caller allows
 * @param wantsUsage whether a stream ends with a usage chunk
 * @param tool the tool that is to be called instead of an answer in text; empty if none is
 */
record ChatRequest(
        String model,
        String lastUserMessage,
        String prefix,
        SortedSet<String> canaries,
        int promptChars,
        int tokensMax,
        boolean stream,
        boolean wantsUsage,
        String tool) {
    /** What the answer must show that it was in the prompt, wherever it stands: {@code [canary x]}. */
    static final Pattern CANARY = Pattern.compile("\\[canary ([a-z0-9-]{1,40})\\]");

    /** Where the user's message says which of the request's tools to call: {@code [call weather]}. The last match counts. */
    static final Pattern CALL = Pattern.compile("\\[call ([a-zA-Z0-9_-]{1,64})\\]");

    /** More than a prompt that was put together rightly has; the first so many that are found count. */
    static final int CANARIES_MAX = 64;

    /** Rule of thumb for English, as OpenAI's limiter estimates; this provider has no tokenizer. */
    private static final int CHARS_PER_TOKEN = 4;

    private static final ObjectMapper JSON = new ObjectMapper();

    ChatRequest {
        canaries = Collections.unmodifiableSortedSet(new TreeSet<>(canaries));
    }

    /** What came of reading a body. */
    sealed interface Parsed {
        record Valid(ChatRequest request) implements Parsed {}

        /** Not a request; {@code param} is the member to blame, empty if there is none. */
        record Invalid(String message, String param) implements Parsed {}
    }

    static Parsed parse(byte[] body) {
        JsonNode root;
        try {
            root = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return new Parsed.Invalid("The body is no JSON.", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e); // reading an array does no I/O
        }
        if (!root.path("model").isTextual()) {
            return new Parsed.Invalid("model: " + root.path("model") + " (expected: a string)", "model");
        }
        JsonNode messages = root.path("messages");
        if (!messages.isArray() || messages.isEmpty()) {
            return new Parsed.Invalid("messages: (expected: an array with at least one message)", "messages");
        }
        String lastUserMessage = "";
        String prefix = "";
        StringBuilder prompt = new StringBuilder();
        for (JsonNode message : messages) {
            String text = textOf(message.path("content"));
            String role = message.path("role").asText();
            prompt.append(text);
            if (role.equals("user")) {
                lastUserMessage = text;
            }
            prefix = role.equals("assistant") ? text : "";
        }
        int tokensMax =
                root.path("max_completion_tokens").asInt(root.path("max_tokens").asInt(Integer.MAX_VALUE));
        return new Parsed.Valid(new ChatRequest(
                root.path("model").asText(),
                lastUserMessage,
                prefix,
                canariesIn(prompt),
                prompt.length(),
                tokensMax,
                root.path("stream").asBoolean(),
                root.path("stream_options").path("include_usage").asBoolean(),
                tool(root, lastUserMessage)));
    }

    /* Who brings a tool's result is answered in text; else the choice demands a call, or the message has the tag of one. */
    private static String tool(JsonNode root, String lastUserMessage) {
        List<String> tools = new ArrayList<>();
        root.path("tools")
                .forEach(tool -> tools.add(tool.path("function").path("name").asText()));
        JsonNode messages = root.path("messages");
        String lastRole = messages.path(messages.size() - 1).path("role").asText();
        JsonNode choice = root.path("tool_choice");
        if (tools.isEmpty() || lastRole.equals("tool") || choice.asText().equals("none")) {
            return "";
        }
        String wanted = choice.path("function").path("name").asText();
        Matcher tag = CALL.matcher(lastUserMessage);
        String tagged = "";
        while (tag.find()) {
            tagged = tools.contains(tag.group(1)) ? requireNonNull(tag.group(1)) : "";
        }
        if (wanted.isEmpty()) {
            wanted = tagged;
        }
        return wanted.isEmpty() && choice.asText().equals("required") ? tools.getFirst() : wanted;
    }

    private static SortedSet<String> canariesIn(CharSequence prompt) {
        SortedSet<String> canaries = new TreeSet<>();
        Matcher matcher = CANARY.matcher(prompt);
        while (canaries.size() < CANARIES_MAX && matcher.find()) {
            canaries.add(requireNonNull(matcher.group(1)));
        }
        return canaries;
    }

    /** A message's content is a string, or an array of parts of which the text parts count. */
    private static String textOf(JsonNode content) {
        if (!content.isArray()) {
            return content.asText("");
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            text.append(part.path("text").asText(""));
        }
        return text.toString();
    }

    int promptTokens() {
        return Math.ceilDiv(promptChars, CHARS_PER_TOKEN);
    }
}
