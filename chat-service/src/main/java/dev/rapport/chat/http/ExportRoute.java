package dev.rapport.chat.http;

import dev.rapport.chat.http.JsonLines.Chunk;
import dev.rapport.chat.http.JsonLines.Step;
import dev.rapport.chat.knowledge.Memories;
import dev.rapport.chat.knowledge.TraitBook;
import dev.rapport.chat.store.RedisConversations;
import dev.rapport.chat.store.RedisConversations.Conversation;
import dev.rapport.chat.store.RedisConversations.Listed;
import dev.rapport.chat.store.RedisTurns;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.memory.Owner;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code GET /v1/me/export}: all that is kept of what a user said and was told, one object of JSON a line.
 *
 * <p>The first line says of whom and when, the last one how many lines of each kind there are. If something fails on the way, the last
 * one is of the kind {@code error} instead. What changes meanwhile may be in it as it was or as it is, and is not left out. Memories
 * come oldest first, for one that is told again goes to the newest end; conversations newest first, as they were listed at the beginning.
 */
final class ExportRoute {
    private static final int VERSION = 1;

    /** Lines found at one time: with the longest texts 2 MB. */
    private static final int PAGE = 100;

    private final Vertx vertx;
    private final SignedIn signedIn;
    private final Memories memories;
    private final TraitBook traits;
    private final RedisConversations conversations;
    private final RedisTurns turns;

    ExportRoute(
            Vertx vertx,
            SignedIn signedIn,
            Memories memories,
            TraitBook traits,
            RedisConversations conversations,
            RedisTurns turns) {
        this.vertx = vertx;
        this.signedIn = signedIn;
        this.memories = memories;
        this.traits = traits;
        this.conversations = conversations;
        this.turns = turns;
    }

    void export(RoutingContext context) {
        Exchange exchange = Exchange.of(context);
        signedIn.session(exchange)
                .onSuccess(session -> export(context, exchange, session.owner()))
                .onFailure(exchange::fail);
    }

    private void export(RoutingContext context, Exchange exchange, Owner owner) {
        HttpServerResponse response = context.response();
        JsonLines lines = new JsonLines(vertx, response, () -> begin(response, exchange, owner))
                .counting("memory", "trait", "past_trait", "conversation", "message", "summary", "said");
        context.addEndHandler(_ -> lines.gone());
        lines.run(List.of(
                        () -> Future.succeededFuture(head(exchange, owner)),
                        () -> memories(owner, "", new HashSet<>()),
                        () -> traits(owner),
                        () -> pastTraits(owner),
                        () -> conversations(owner),
                        () -> said(owner)))
                .onSuccess(_ -> {
                    lines.line(line("end", new JsonObject().put("counts", counts(lines.counts()))));
                    var _ = response.end();
                })
                .onFailure(failure -> failed(failure, exchange, lines, response));
    }

    private static void begin(HttpServerResponse response, Exchange exchange, Owner owner) {
        String day =
                exchange.receivedAt().atOffset(ZoneOffset.UTC).toLocalDate().toString();
        response.setChunked(true)
                .putHeader("content-type", "application/x-ndjson")
                .putHeader("cache-control", "no-store")
                .putHeader(
                        "content-disposition",
                        "attachment; filename=\"rapport-" + owner.subject() + "-" + day + ".jsonl\"");
    }

    private static void failed(Throwable failure, Exchange exchange, JsonLines lines, HttpServerResponse response) {
        boolean nobodyReads =
                failure instanceof TurnFailed failed && failed.failure() instanceof TurnFailure.ClientGone;
        if (nobodyReads || !lines.begun()) {
            exchange.fail(failure);
            return;
        }
        FailureResponse problem = exchange.noted(failure);
        lines.line(line("error", new JsonObject().put("code", problem.code()).put("detail", problem.detail())));
        var _ = response.end();
    }

    private static JsonObject counts(Map<String, Integer> counts) {
        JsonObject object = new JsonObject();
        counts.forEach(object::put);
        return object;
    }

    private static Chunk head(Exchange exchange, Owner owner) {
        return last(List.of(line(
                "export",
                new JsonObject()
                        .put("user", owner.subject())
                        .put("at", exchange.receivedAt().toString())
                        .put("version", VERSION))));
    }

    /** @param written ids, as one that is told again meanwhile is found again: 10 MB for a user with as many as are kept */
    private Future<Chunk> memories(Owner owner, String after, Set<String> written) {
        return memories.oldestFirst(owner, after, PAGE).map(page -> {
            List<JsonObject> lines = page.memories().stream()
                    .filter(memory -> written.add(memory.kept().memory().id()))
                    .map(memory -> line("memory", KnowledgeJson.memory(memory)))
                    .toList();
            return page.next().isEmpty()
                    ? last(lines)
                    : new Chunk(lines, List.of(() -> memories(owner, page.next(), written)));
        });
    }

    private Future<Chunk> traits(Owner owner) {
        return traits.list(owner)
                .map(held -> last(held.stream()
                        .map(trait -> line("trait", KnowledgeJson.trait(trait)))
                        .toList()));
    }

    private Future<Chunk> pastTraits(Owner owner) {
        return traits.all(owner)
                .map(spans -> last(spans.stream()
                        .filter(span -> span.until().isPresent())
                        .map(span -> line(
                                "past_trait",
                                new JsonObject()
                                        .put("attribute", span.attribute())
                                        .mergeIn(KnowledgeJson.span(span))))
                        .toList()));
    }

    private Future<Chunk> conversations(Owner owner) {
        return conversations.all(owner).map(listed -> {
            List<Step> pages = new ArrayList<>();
            for (int from = 0; from < listed.size(); from += PAGE) {
                List<Listed> page = listed.subList(from, Math.min(from + PAGE, listed.size()));
                pages.add(() -> conversations(owner, page));
            }
            return new Chunk(List.of(), pages);
        });
    }

    private Future<Chunk> conversations(Owner owner, List<Listed> page) {
        return conversations.of(owner, page).map(found -> {
            List<Step> each = new ArrayList<>();
            found.forEach(one -> each.add(() -> conversation(owner, one)));
            return new Chunk(List.of(), each);
        });
    }

    private Future<Chunk> conversation(Owner owner, Conversation one) {
        return Future.succeededFuture(new Chunk(
                List.of(line("conversation", KnowledgeJson.conversation(one))),
                List.of(() -> messages(owner, one.id(), ""), () -> summaries(owner, one.id()))));
    }

    private Future<Chunk> messages(Owner owner, String conversation, String after) {
        return conversations.messages(owner, conversation, after, PAGE).map(page -> {
            List<JsonObject> lines = page.messages().stream()
                    .map(message -> line(
                            "message",
                            new JsonObject().put("conversation", conversation).mergeIn(KnowledgeJson.message(message))))
                    .toList();
            return page.next().isEmpty()
                    ? last(lines)
                    : new Chunk(lines, List.of(() -> messages(owner, conversation, page.next())));
        });
    }

    private Future<Chunk> summaries(Owner owner, String conversation) {
        return conversations
                .summaries(owner, conversation)
                .map(kept -> last(kept.stream()
                        .map(summary -> line(
                                "summary",
                                new JsonObject()
                                        .put("conversation", conversation)
                                        .put("messages", summary.reach())
                                        .put("text", summary.text())))
                        .toList()));
    }

    private Future<Chunk> said(Owner owner) {
        return turns.said(owner)
                .map(answers -> last(answers.stream()
                        .map(answer -> line("said", KnowledgeJson.said(answer)))
                        .toList()));
    }

    private static Chunk last(List<JsonObject> lines) {
        return new Chunk(lines, List.of());
    }

    private static JsonObject line(String kind, JsonObject object) {
        return new JsonObject().put(JsonLines.KIND, kind).mergeIn(object);
    }
}
