package dev.rapport.chat.stream;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.rapport.llm.ToolCall;
import dev.rapport.llm.ToolFragment;
import dev.rapport.llm.Usage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * One answer as OpenAI's protocol writes it: chunks of a stream, or one object. Id, time and model are the same in all of
 * it.
 *
 * <p>No frame has an id, and no event a name: OpenAI's client for Python breaks at a heartbeat after an id, and takes any
 * event for a chunk.
 */
final class CompletionFrames {
    /** A comment that ends no event: the blank line after it would be one too many for OpenAI's client for Python. */
    static final Buffer PING = Buffer.buffer(": ping\n");

    /** The end of a stream that ended well. */
    static final Buffer DONE = Buffer.buffer("data: [DONE]\n\n");

    private static final String CHUNK = "chat.completion.chunk";

    private final String turnId;
    private final Asked asked;
    private final String beforeText;
    private final String afterText;

    /**
     * What the client knows of its answer beforehand.
     *
     * @param model as the client named it
     * @param created when the request came, in seconds since 1970
     * @param includeUsage whether a stream ends with what it used
     */
    record Asked(String model, long created, boolean includeUsage) {}

    /**
     * How an answer ended.
     *
     * @param finishReason in OpenAI's words
     */
    record Ending(String finishReason, Usage usage) {
        /** What the event {@code done} says of it. */
        static Ending of(JsonObject done) {
            JsonObject usage = done.getJsonObject("usage");
            return new Ending(
                    done.getString("finish_reason"),
                    new Usage(
                            usage.getInteger("prompt_tokens"),
                            usage.getInteger("completion_tokens"),
                            usage.getInteger("cached_tokens")));
        }
    }

    CompletionFrames(String turnId, Asked asked) {
        this.turnId = turnId;
        this.asked = asked;
        String frame = frame(delta(new JsonObject().put("content", "@"))).toString();
        int text = frame.lastIndexOf("\"@\"") + 1;
        this.beforeText = frame.substring(0, text);
        this.afterText = frame.substring(text + 1);
    }

    /** The first chunk. */
    Buffer role() {
        return frame(delta(new JsonObject().put("role", "assistant").put("content", "")));
    }

    /* The only frame that comes by the thousand, so it is written without building an object. */
    Buffer text(String text) {
        StringBuilder frame = new StringBuilder(beforeText.length() + text.length() + afterText.length() + 16);
        frame.append(beforeText);
        JsonStringEncoder.getInstance().quoteAsString(text, frame);
        return Buffer.buffer(frame.append(afterText).toString());
    }

    /** A piece of a tool call. Each has its index: clients drop one that has none. */
    Buffer toolCall(ToolFragment fragment) {
        JsonObject call = new JsonObject().put("index", fragment.index());
        JsonObject function = new JsonObject();
        if (fragment.isFirst()) {
            call.put("id", fragment.id()).put("type", "function");
            function.put("name", fragment.name());
        }
        call.put("function", function.put("arguments", fragment.arguments()));
        return frame(delta(new JsonObject().put("tool_calls", new JsonArray().add(call))));
    }

    /** The last chunks of an answer that ended well. */
    Buffer end(Ending end) {
        JsonObject last = choice("delta", new JsonObject(), end.finishReason());
        Buffer frames = frame(object(CHUNK).put("choices", new JsonArray().add(last)));
        if (asked.includeUsage()) {
            frames.appendBuffer(
                    frame(object(CHUNK).put("choices", new JsonArray()).put("usage", usage(end.usage()))));
        }
        return frames.appendBuffer(DONE);
    }

    /** The end of a stream that broke: no {@code [DONE]} comes after it. */
    static Buffer error(JsonObject problem) {
        return data(new JsonObject().put("error", problem.getJsonObject("error")));
    }

    /** The answer in one piece. One that only calls tools has no content. */
    Buffer whole(String text, List<ToolCall> calls, Ending end) {
        boolean callsOnly = text.isEmpty() && !calls.isEmpty();
        JsonObject message = new JsonObject()
                .put("role", "assistant")
                .put("content", callsOnly ? null : text)
                .putNull("refusal");
        if (!calls.isEmpty()) {
            message.put(
                    "tool_calls",
                    new JsonArray(calls.stream().map(CompletionFrames::call).toList()));
        }
        return object("chat.completion")
                .put(
                        "choices",
                        new JsonArray()
                                .add(choice("message", message, end.finishReason())
                                        .putNull("logprobs")))
                .put("usage", usage(end.usage()))
                .toBuffer();
    }

    private static JsonObject call(ToolCall call) {
        return new JsonObject()
                .put("id", call.id())
                .put("type", "function")
                .put("function", new JsonObject().put("name", call.name()).put("arguments", call.arguments()));
    }

    private JsonObject delta(JsonObject delta) {
        return object(CHUNK).put("choices", new JsonArray().add(choice("delta", delta, null)));
    }

    private static JsonObject choice(
            String what, JsonObject value, @org.jspecify.annotations.Nullable String finishReason) {
        return new JsonObject().put("index", 0).put(what, value).put("finish_reason", finishReason);
    }

    private JsonObject object(String kind) {
        return new JsonObject()
                .put("id", "chatcmpl-" + turnId.replaceFirst("^gen_", ""))
                .put("object", kind)
                .put("created", asked.created())
                .put("model", asked.model());
    }

    /* Who asked for the usage finds the member in every chunk; who did not, in none. */
    private Buffer frame(JsonObject chunk) {
        if (asked.includeUsage() && !chunk.containsKey("usage")) {
            chunk.putNull("usage");
        }
        return data(chunk);
    }

    private static Buffer data(JsonObject data) {
        return Buffer.buffer("data: " + data.encode() + "\n\n");
    }

    private static JsonObject usage(Usage usage) {
        return new JsonObject()
                .put("prompt_tokens", usage.promptTokens())
                .put("completion_tokens", usage.completionTokens())
                .put("total_tokens", usage.promptTokens() + usage.completionTokens())
                .put(
                        "prompt_tokens_details",
                        new JsonObject()
                                .put("cached_tokens", usage.cachedTokens())
                                .put("cache_write_tokens", 0))
                .put("completion_tokens_details", new JsonObject().put("reasoning_tokens", 0));
    }
}
