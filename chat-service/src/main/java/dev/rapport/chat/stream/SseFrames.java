package dev.rapport.chat.stream;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.rapport.chat.turn.CompressedTurn;
import dev.rapport.chat.turn.StageName;
import dev.rapport.chat.turn.TurnEnd;
import dev.rapport.llm.AnswerEnd;
import dev.rapport.llm.Part;
import dev.rapport.llm.Source;
import dev.rapport.llm.ToolFragment;
import dev.rapport.llm.Usage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The events of the native route, as bytes (WHATWG, server-sent events). The data of each is one line of JSON, so no
 * text can end an event or begin another.
 */
final class SseFrames {
    /** A comment, for proxies and clients that give up on silence. */
    static final Buffer PING = Buffer.buffer(": ping\n\n");

    private static final double NANOS_PER_MS = 1e6;

    private SseFrames() {}

    static Buffer queued(int position, Duration eta) {
        return event("queued", new JsonObject().put("position", position).put("eta_ms", eta.toMillis()));
    }

    static String recalled(CompressedTurn turn) {
        JsonArray memories = new JsonArray();
        turn.turn()
                .strongest()
                .forEach(memory -> memories.add(new JsonObject()
                        .put("id", memory.id())
                        .put("text", memory.text())
                        .put("score", Math.round(memory.score() * 100) / 100.0)
                        .put("told_at", memory.toldAt().toString())));
        JsonArray traits = new JsonArray();
        turn.profile()
                .forEach(trait -> traits.add(new JsonObject()
                        .put("attribute", trait.attribute())
                        .put("value", trait.value())
                        .put("since", trait.since().toString())
                        .put("memory", trait.memoryId().isEmpty() ? null : trait.memoryId())));
        JsonObject recalled = new JsonObject().put("memories", memories).put("traits", traits);
        if (!turn.said().isEmpty()) {
            recalled.put("said", new JsonArray(turn.said().lines()));
        }
        return recalled.encode();
    }

    /* The only event that comes by the thousand, so it is written without building an object. */
    static Buffer token(String id, String text) {
        StringBuilder frame = new StringBuilder(text.length() + id.length() + 48);
        frame.append("event: token\nid: ").append(id).append("\ndata: {\"text\":\"");
        JsonStringEncoder.getInstance().quoteAsString(text, frame);
        return Buffer.buffer(frame.append("\"}\n\n").toString());
    }

    /* Only the first fragment of a call has id and name. */
    static String toolCall(ToolFragment fragment) {
        JsonObject data = new JsonObject().put("index", fragment.index());
        if (fragment.isFirst()) {
            data.put("id", fragment.id()).put("name", fragment.name());
        }
        return data.put("arguments", fragment.arguments()).encode();
    }

    /** Reads what {@link #toolCall(ToolFragment)} wrote. */
    static ToolFragment toolCall(String data) {
        JsonObject fragment = new JsonObject(data);
        return new ToolFragment(
                fragment.getInteger("index"),
                fragment.getString("id", ""),
                fragment.getString("name", ""),
                fragment.getString("arguments"));
    }

    /* `at` says how many token events came from others. */
    static String replaced(Source by, int at) {
        return new JsonObject().put("provider", by.provider()).put("at", at).encode();
    }

    static String done(TurnEnd end, String instance) {
        JsonObject data = new JsonObject()
                .put("finish_reason", end.answer().finish().wire())
                .put("usage", usage(end.answer().usage()))
                .put("learned", new JsonArray(end.learned()))
                .put("provider", end.source().provider())
                .put("model", end.source().model())
                .put("notice", end.source().notice())
                .put("instance", instance)
                .put("conversation", end.conversation())
                .put("timing_ms", timing(end));
        List<Part> parts = end.answer().parts();
        if (parts.size() > 1) {
            data.put("parts", new JsonArray(parts.stream().map(SseFrames::part).toList()));
        }
        if (end.answer().costMicros() > 0) {
            data.put("cost", new JsonObject().put("micros", end.answer().costMicros()));
        }
        if (end.answer().finish() == AnswerEnd.Finish.STOPPED) {
            data.put("stopped", true);
        }
        return data.encode();
    }

    private static JsonObject usage(Usage usage) {
        return new JsonObject()
                .put("prompt_tokens", usage.promptTokens())
                .put("completion_tokens", usage.completionTokens())
                .put("cached_tokens", usage.cachedTokens());
    }

    private static JsonObject part(Part part) {
        return new JsonObject()
                .put("provider", part.source().provider())
                .put("model", part.source().model())
                .put("prompt_tokens", part.usage().promptTokens())
                .put("completion_tokens", part.usage().completionTokens())
                .put("complete", part.complete());
    }

    private static JsonObject timing(TurnEnd end) {
        JsonObject timing = new JsonObject();
        Map<StageName, Long> byStage = end.times().byStage();
        for (StageName stage : StageName.values()) {
            Long nanos = byStage.get(stage);
            if (nanos != null && stage != StageName.GENERATE) {
                timing.put(stage.wire(), millis(nanos));
            }
        }
        end.times().admitNanos().ifPresent(nanos -> timing.put("admit", millis(nanos)));
        return timing.put("first_token", millis(end.times().firstTokenNanos()))
                .put("total", millis(end.times().totalNanos()))
                .put("dropped", new JsonArray(end.times().dropped()))
                .put("shed", new JsonArray(end.times().shed()));
    }

    static double millis(long nanos) {
        return Math.round(nanos / NANOS_PER_MS * 1_000) / 1_000.0;
    }

    private static Buffer event(String name, JsonObject data) {
        return Buffer.buffer("event: " + name + "\ndata: " + data.encode() + "\n\n");
    }

    /** An event as it leaves: with an id if a client may come back for what is after it. */
    static Buffer of(String streamId, AnswerEvent event) {
        AnswerEvent.Place place = event.place();
        if (event.name().equals(AnswerEvent.TOKEN)) {
            return token(streamId + "-" + place.sequence(), event.data());
        }
        String id = place.part() == 0 ? "\nid: " + streamId + "-" + place.sequence() : "";
        return Buffer.buffer("event: " + event.name() + id + "\ndata: " + event.data() + "\n\n");
    }
}
