package dev.rapport.chat.http;

import static java.util.Objects.requireNonNull;

import dev.rapport.chat.http.SignedIn.Reply;
import dev.rapport.chat.knowledge.TraitBook;
import dev.rapport.chat.traits.TraitAttributes;
import dev.rapport.chat.turn.Trait.Cardinality;
import dev.rapport.memory.Fact;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** {@code /v1/traits}: what is known of a user, to be seen and corrected. */
final class TraitRoutes {
    private static final String VALUE = "value";

    private final SignedIn signedIn;
    private final TraitBook traits;

    TraitRoutes(SignedIn signedIn, TraitBook traits) {
        this.signedIn = signedIn;
        this.traits = traits;
    }

    void list(RoutingContext context) {
        signedIn.answer(context, session -> {
            var _ = PageQuery.of(context, Set.of());
            return traits.list(session.owner())
                    .map(held -> new JsonObject().put("traits", KnowledgeJson.list(held, KnowledgeJson::trait)));
        });
    }

    void history(RoutingContext context) {
        signedIn.answer(
                context,
                session -> traits.history(session.owner(), attribute(context))
                        .map(spans -> new JsonObject().put("history", KnowledgeJson.list(spans, KnowledgeJson::span))));
    }

    void put(RoutingContext context) {
        signedIn.answer(context, session -> {
            String value = MemoryRoutes.bounded(
                    "#/value",
                    JsonBody.read(context.body().buffer(), Set.of(VALUE)).text(VALUE),
                    Fact.VALUE_LENGTH_MAX);
            String attribute = attribute(context);
            Cardinality cardinality = TraitAttributes.cardinality(attribute)
                    .orElseThrow(() -> PageQuery.bad("attribute", attribute, TraitAttributes.EXPECTED));
            return traits.put(MemoryRoutes.request(context, session), attribute, cardinality, value)
                    .map(KnowledgeJson::trait);
        });
    }

    void delete(RoutingContext context) {
        signedIn.reply(
                context,
                session -> traits.delete(
                                MemoryRoutes.request(context, session),
                                attribute(context),
                                PageQuery.of(context, Set.of(VALUE)).text(VALUE))
                        .map(_ -> Reply.nothing()));
    }

    private static String attribute(RoutingContext context) {
        return requireNonNull(context.pathParam("attribute"));
    }
}
