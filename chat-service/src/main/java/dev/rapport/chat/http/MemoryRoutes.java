package dev.rapport.chat.http;

import static dev.rapport.chat.http.PageQuery.AFTER;
import static dev.rapport.chat.http.PageQuery.LIMIT;
import static java.util.Objects.requireNonNull;

import dev.rapport.chat.http.SignedIn.Reply;
import dev.rapport.chat.knowledge.Memories;
import dev.rapport.chat.turn.Session;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.memory.Lesson;
import dev.rapport.memory.MemoryBook;
import dev.rapport.memory.NewMemory;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** {@code /v1/memories} and {@code /v1/undo}: what a user said, to be seen and corrected. */
final class MemoryRoutes {
    static final String PATH = "/v1/memories";

    private static final Set<String> TEXT = Set.of("text");
    private static final Set<String> SEARCH = Set.of("query", "limit");
    private static final Set<String> UNDO = Set.of("turn");
    private static final String STATUS = "status";
    private static final Pattern CURSOR = Pattern.compile("[0-9]{1,19}-[0-9]{1,19}");

    /** Characters of a search: more than the model reads of a question. */
    private static final int QUERY_LENGTH_MAX = 2_000;

    private static final int FOUND_MAX = 50;
    private static final int FOUND_USUAL = 10;

    private final SignedIn signedIn;
    private final Memories memories;

    MemoryRoutes(SignedIn signedIn, Memories memories) {
        this.signedIn = signedIn;
        this.memories = memories;
    }

    void list(RoutingContext context) {
        signedIn.answer(context, session -> {
            PageQuery query = PageQuery.of(context, Set.of(LIMIT, AFTER, STATUS));
            return memories.list(session.owner(), status(query), query.after(CURSOR), query.limit())
                    .map(page -> new JsonObject()
                            .put("memories", KnowledgeJson.list(page.memories(), KnowledgeJson::memory))
                            .put("next", KnowledgeJson.orNull(page.next()))
                            .put("total", page.total()));
        });
    }

    private static MemoryBook.Status status(PageQuery query) {
        String asked = query.text(STATUS).orElse("current");
        return Arrays.stream(MemoryBook.Status.values())
                .filter(status -> status.name().toLowerCase(Locale.ROOT).equals(asked))
                .findFirst()
                .orElseThrow(() -> PageQuery.bad(STATUS, asked, "current, superseded or all"));
    }

    void get(RoutingContext context) {
        signedIn.answer(context, session -> {
            var _ = PageQuery.of(context, Set.of());
            return memories.get(session.owner(), id(context)).map(KnowledgeJson::memory);
        });
    }

    void add(RoutingContext context) {
        signedIn.reply(
                context,
                session -> memories.add(request(context, session), text(context))
                        .map(added -> {
                            JsonObject memory = KnowledgeJson.memory(added.memory());
                            return added.isNew()
                                    ? Reply.created(memory, PATH + "/" + memory.getString("id"))
                                    : Reply.ok(memory);
                        }));
    }

    void edit(RoutingContext context) {
        signedIn.answer(
                context,
                session -> memories.edit(request(context, session), id(context), text(context))
                        .map(edited -> KnowledgeJson.memory(edited).put("replaces", id(context))));
    }

    void delete(RoutingContext context) {
        signedIn.reply(
                context,
                session ->
                        memories.delete(request(context, session), id(context)).map(_ -> Reply.nothing()));
    }

    void search(RoutingContext context) {
        signedIn.answer(context, session -> {
            JsonPart body = JsonBody.readAny(context.body().buffer());
            JsonBody known = JsonBody.read(context.body().buffer(), SEARCH);
            String query = bounded("#/query", known.text("query"), QUERY_LENGTH_MAX);
            int limit = body.at("limit").map(part -> part.whole(1, FOUND_MAX)).orElse(FOUND_USUAL);
            return memories.search(request(context, session), query, limit).map(MemoryRoutes::found);
        });
    }

    private static JsonObject found(List<Memories.Match> matches) {
        JsonArray list = new JsonArray();
        for (Memories.Match match : matches) {
            list.add(KnowledgeJson.match(match, list.size() + 1));
        }
        return new JsonObject().put("memories", list);
    }

    void history(RoutingContext context) {
        signedIn.answer(
                context,
                session -> memories.get(session.owner(), id(context))
                        .map(shown -> new JsonObject()
                                .put("history", KnowledgeJson.list(shown.kept().events(), KnowledgeJson::event))));
    }

    void undo(RoutingContext context) {
        signedIn.answer(context, session -> {
            Optional<String> turn = JsonBody.read(context.body().buffer(), UNDO)
                    .optionalText("turn")
                    .map(asked -> bounded("#/turn", asked, Lesson.TURN_ID_LENGTH_MAX));
            return memories.undo(request(context, session), turn)
                    .map(undone -> new JsonObject().put("undone", true).put("turn", undone));
        });
    }

    private static String id(RoutingContext context) {
        return requireNonNull(context.pathParam("memory"));
    }

    private static String text(RoutingContext context) {
        return bounded("#/text", JsonBody.read(context.body().buffer(), TEXT).text("text"), NewMemory.TEXT_LENGTH_MAX);
    }

    /** A text that says something and is not too long. */
    static String bounded(String pointer, String text, int lengthMax) {
        if (text.isBlank()) {
            throw PageQuery.bad(pointer, "empty", "a text");
        }
        if (text.length() > lengthMax) {
            throw new TurnFailed(new TurnFailure.MessageTooLong(pointer, text.length(), lengthMax));
        }
        return text;
    }

    static Memories.Request request(RoutingContext context, Session session) {
        Exchange exchange = Exchange.of(context);
        return new Memories.Request(session.owner(), exchange.idempotencyKey(), exchange.receivedAt());
    }
}
