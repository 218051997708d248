package dev.rapport.chat.http;

import dev.rapport.chat.knowledge.Memories;
import dev.rapport.chat.knowledge.TraitBook;
import dev.rapport.chat.knowledge.TraitHistory;
import dev.rapport.chat.recall.PastAnswer;
import dev.rapport.chat.store.RedisConversations;
import dev.rapport.chat.turn.KnownTrait;
import dev.rapport.memory.KeptMemory;
import dev.rapport.memory.Memory;
import dev.rapport.memory.MemoryEvent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is known of a user, as JSON shows it. */
final class KnowledgeJson {
    private static final double HUNDREDTHS = 100;

    private KnowledgeJson() {}

    static JsonObject memory(Memories.Shown shown) {
        KeptMemory kept = shown.kept();
        Memory memory = kept.memory();
        Optional<MemoryEvent> end = kept.superseded();
        return new JsonObject()
                .put("id", memory.id())
                .put("text", memory.text())
                .put("at", memory.toldAt().toString())
                .put("turn", memory.turnId())
                .put("status", kept.current() ? "current" : "superseded")
                .put("superseded_at", end.map(event -> event.at().toString()).orElse(null))
                .put(
                        "superseded_by",
                        end.map(MemoryEvent::byMemoryId)
                                .map(KnowledgeJson::orNull)
                                .orElse(null))
                .put("traits", new JsonArray(shown.attributes()));
    }

    static JsonObject match(Memories.Match match, int rank) {
        return memory(match.memory())
                .put("score", Math.round(match.score() * HUNDREDTHS) / HUNDREDTHS)
                .put("rank", rank);
    }

    static JsonObject event(MemoryEvent event) {
        return new JsonObject()
                .put("event", event.kind().name().toLowerCase(Locale.ROOT))
                .put("at", event.at().toString())
                .put("turn", orNull(event.turnId()))
                .put("by", orNull(event.byMemoryId()));
    }

    static JsonObject trait(TraitBook.Held held) {
        KnownTrait trait = held.trait();
        return new JsonObject()
                .put("attribute", trait.attribute())
                .put("value", trait.value())
                .put("since", trait.since().toString())
                .put("sensitive", trait.sensitive())
                .put("confidence", Math.round(trait.confidence() * HUNDREDTHS) / HUNDREDTHS)
                .put("memory", orNull(trait.memoryId()))
                .put("turn", held.turnId().orElse(null));
    }

    static JsonObject span(TraitHistory.Span span) {
        return new JsonObject()
                .put("value", span.value())
                .put("since", span.since().toString())
                .put("until", span.until().map(Object::toString).orElse(null))
                .put("turn", span.turnId().orElse(null))
                .put("closed_by", span.closedBy().orElse(null));
    }

    static JsonObject conversation(RedisConversations.Conversation conversation) {
        return new JsonObject()
                .put("id", conversation.id())
                .put("title", conversation.title())
                .put("begun_at", conversation.begunAt().toString())
                .put("last_at", conversation.lastAt().toString())
                .put("messages", conversation.messages());
    }

    static JsonObject message(RedisConversations.Message message) {
        return new JsonObject()
                .put("role", message.user() ? "user" : "assistant")
                .put("text", message.text())
                .put("at", message.at().toString())
                .put("turn", message.turnId());
    }

    static JsonObject said(PastAnswer answer) {
        return new JsonObject()
                .put("text", answer.text())
                .put("at", answer.at().toString())
                .put("turn", answer.turnId());
    }

    static <T> JsonArray list(List<T> items, Function<T, JsonObject> json) {
        JsonArray list = new JsonArray();
        items.forEach(item -> list.add(json.apply(item)));
        return list;
    }

    static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
