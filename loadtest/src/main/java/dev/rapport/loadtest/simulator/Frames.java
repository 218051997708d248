package dev.rapport.loadtest.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * The bodies and stream frames of one answer in OpenAI's shape.
 *
 * <p>Frames are put together by hand: every token of every stream passes here, and tokens need no escaping. A call of a tool has
 * the answer's tokens in its arguments, {@code {"text":"..."}}, a fragment each.
 */
final class Frames {
    static final String DONE = "data: [DONE]\n\n";

    private static final String ARGUMENTS_BEGIN = "{\"text\":\"";
    private static final String ARGUMENTS_END = "\"}";

    private final AnswerPlan plan;
    private final ChatRequest request;
    private final String id;
    private final long createdSeconds;
    private final String chunkHead;
    private final String chunkTail;
    private final String finishReason;
    private final boolean streamsUsage;

    /** Frames for a plan that {@code request.tokensMax()} has already been applied to. */
    Frames(AnswerPlan plan, ChatRequest request, boolean cutShort, boolean streamsUsage, long createdSeconds) {
        this.plan = plan;
        this.request = request;
        this.id = "chatcmpl-" + plan.nonce();
        this.createdSeconds = createdSeconds;
        this.streamsUsage = streamsUsage;
        this.finishReason = cutShort ? "length" : request.tool().isEmpty() ? "stop" : "tool_calls";
        this.chunkHead =
                "data: {\"id\":\"" + id + "\",\"object\":\"chat.completion.chunk\",\"created\":" + createdSeconds
                        + ",\"model\":" + JsonNodeFactory.instance.textNode(request.model()) + ",\"choices\":[";
        this.chunkTail = "]" + (streamsUsage ? ",\"usage\":null" : "") + "}\n\n";
    }

    String role() {
        return request.tool().isEmpty()
                ? choice("{\"role\":\"assistant\",\"content\":\"\"}", "null")
                : choice("{\"role\":\"assistant\",\"content\":null}", "null")
                        + fragment(
                                ",\"id\":\"" + callId() + "\",\"type\":\"function\"",
                                "\"name\":\"" + request.tool() + "\",",
                                "")
                        + fragment("", "", ARGUMENTS_BEGIN);
    }

    private String callId() {
        return "call_" + plan.nonce();
    }

    private String fragment(String idAndType, String name, String arguments) {
        return choice(
                "{\"tool_calls\":[{\"index\":0" + idAndType + ",\"function\":{" + name + "\"arguments\":"
                        + JsonNodeFactory.instance.textNode(arguments) + "}}]}",
                "null");
    }

    /** Some of the answer's text; of letters, digits, dots, hyphens and spaces. */
    String token(String text) {
        return request.tool().isEmpty() ? choice("{\"content\":\"" + text + "\"}", "null") : fragment("", "", text);
    }

    /** The finish reason, the usage if it was asked for, and the terminator. */
    String end() {
        String closed = request.tool().isEmpty() ? "" : fragment("", "", ARGUMENTS_END);
        String finish = closed + choice("{}", "\"" + finishReason + "\"");
        return streamsUsage ? finish + chunkHead + "],\"usage\":" + usage() + "}\n\n" + DONE : finish + DONE;
    }

    private String choice(String delta, String finish) {
        return chunkHead + "{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finish + "}" + chunkTail;
    }

    /** The body of an answer that was not asked for as a stream. */
    String whole(String text, boolean withUsage) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("object", "chat.completion")
                .put("created", createdSeconds)
                .put("model", request.model());
        ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
        ObjectNode message = choice.putObject("message").put("role", "assistant");
        if (request.tool().isEmpty()) {
            message.put("content", text);
        } else {
            ObjectNode call = message.putNull("content")
                    .putArray("tool_calls")
                    .addObject()
                    .put("id", callId())
                    .put("type", "function");
            call.putObject("function")
                    .put("name", request.tool())
                    .put("arguments", ARGUMENTS_BEGIN + text + ARGUMENTS_END);
        }
        choice.put("finish_reason", finishReason);
        if (withUsage) {
            body.set("usage", usage());
        }
        return body.toString();
    }

    private ObjectNode usage() {
        ObjectNode usage = JsonNodeFactory.instance
                .objectNode()
                .put("prompt_tokens", request.promptTokens())
                .put("completion_tokens", plan.tokenCount())
                .put("total_tokens", request.promptTokens() + plan.tokenCount());
        usage.putObject("prompt_tokens_details").put("cached_tokens", 0).put("cache_write_tokens", 0);
        usage.putObject("completion_tokens_details").put("reasoning_tokens", 0);
        return usage;
    }

    /** An error body with the four members that OpenAI's schema requires. */
    static String error(String message, String type, @Nullable String param, @Nullable String code) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("error")
                .put("message", message)
                .put("type", type)
                .put("param", param)
                .put("code", code);
        return body.toString();
    }
}
