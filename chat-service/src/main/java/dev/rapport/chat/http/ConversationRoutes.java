package dev.rapport.chat.http;

import static dev.rapport.chat.http.PageQuery.AFTER;
import static dev.rapport.chat.http.PageQuery.LIMIT;
import static java.util.Objects.requireNonNull;

import dev.rapport.chat.http.SignedIn.Reply;
import dev.rapport.chat.store.RedisConversations;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** {@code /v1/conversations}: a user's conversations, to be seen and removed. */
final class ConversationRoutes {
    private final SignedIn signedIn;
    private final RedisConversations conversations;

    ConversationRoutes(SignedIn signedIn, RedisConversations conversations) {
        this.signedIn = signedIn;
        this.conversations = conversations;
    }

    void list(RoutingContext context) {
        signedIn.answer(context, session -> {
            PageQuery query = PageQuery.of(context, Set.of(LIMIT, AFTER));
            return conversations
                    .list(session.owner(), query.after(RedisConversations.CURSOR), query.limit())
                    .map(page -> new JsonObject()
                            .put("conversations", KnowledgeJson.list(page.conversations(), KnowledgeJson::conversation))
                            .put("next", KnowledgeJson.orNull(page.next())));
        });
    }

    /* The session's own one is there before it has a message. */
    void messages(RoutingContext context) {
        signedIn.answer(context, session -> {
            PageQuery query = PageQuery.of(context, Set.of(LIMIT, AFTER));
            String after = query.after(RedisConversations.MESSAGE_CURSOR);
            String id = id(context);
            return conversations
                    .messages(session.owner(), id, after, query.limit())
                    .compose(page -> page.messages().isEmpty() && after.isEmpty() && !id.equals(session.conversation())
                            ? unknown(id)
                            : Future.succeededFuture(page))
                    .map(page -> new JsonObject()
                            .put("messages", KnowledgeJson.list(page.messages(), KnowledgeJson::message))
                            .put("next", KnowledgeJson.orNull(page.next())));
        });
    }

    void delete(RoutingContext context) {
        signedIn.reply(
                context,
                session -> conversations
                        .delete(session.owner(), id(context))
                        .compose(known -> known ? Future.succeededFuture(Reply.nothing()) : unknown(id(context))));
    }

    private static <T> Future<T> unknown(String id) {
        return TurnFailed.future(new TurnFailure.NotFound("conversation", id));
    }

    private static String id(RoutingContext context) {
        return requireNonNull(context.pathParam("conversation"));
    }
}
