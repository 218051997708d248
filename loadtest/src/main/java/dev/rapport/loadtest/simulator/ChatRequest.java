package dev.rapport.loadtest.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What of a chat completion request the simulated provider heeds.
 *
 * @param lastUserMessage text of the last message of the user role
 * @param promptChars length of all messages together
 * @param tokensMax longest answer that the caller allows
 * @param wantsUsage whether a stream ends with a usage chunk
 */
record ChatRequest(
        String model, String lastUserMessage, int promptChars, int tokensMax, boolean stream, boolean wantsUsage) {
    /** Rule of thumb for English, as OpenAI's limiter estimates; this provider has no tokenizer. */
    private static final int CHARS_PER_TOKEN = 4;

    private static final ObjectMapper JSON = new ObjectMapper();

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
        int promptChars = 0;
        for (JsonNode message : messages) {
            String text = textOf(message.path("content"));
            promptChars += text.length();
            if (message.path("role").asText().equals("user")) {
                lastUserMessage = text;
            }
        }
        int tokensMax =
                root.path("max_completion_tokens").asInt(root.path("max_tokens").asInt(Integer.MAX_VALUE));
        return new Parsed.Valid(new ChatRequest(
                root.path("model").asText(),
                lastUserMessage,
                promptChars,
                tokensMax,
                root.path("stream").asBoolean(),
                root.path("stream_options").path("include_usage").asBoolean()));
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
