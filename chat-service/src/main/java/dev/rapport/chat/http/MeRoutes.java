package dev.rapport.chat.http;

import dev.rapport.chat.store.RedisTurns;
import dev.rapport.chat.turn.KnownTrait;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Comparator;

/** {@code GET /v1/me} and {@code GET /v1/traits}: what a user may see of what is known. */
final class MeRoutes {
    private final SignedIn signedIn;
    private final RedisTurns turns;
    private final String instance;
    private final String answers;

    /** @param answers who answers, in a few words */
    MeRoutes(SignedIn signedIn, RedisTurns turns, String instance, String answers) {
        this.signedIn = signedIn;
        this.turns = turns;
        this.instance = instance;
        this.answers = answers;
    }

    void me(RoutingContext context) {
        signedIn.answer(
                context,
                session -> Future.succeededFuture(new JsonObject()
                        .put("user", session.owner().subject())
                        .put("session", session.id())
                        .put("expires_at", session.expiresAt().toString())
                        .put("conversation", session.conversation())
                        .put("instance", instance)
                        .put("answers", answers)));
    }

    void traits(RoutingContext context) {
        signedIn.answer(
                context,
                session -> turns.traits(session.owner()).map(known -> {
                    JsonArray traits = new JsonArray();
                    known.stream()
                            .sorted(Comparator.comparing(KnownTrait::line))
                            .forEach(trait -> traits.add(new JsonObject()
                                    .put("attribute", trait.attribute())
                                    .put("value", trait.value())
                                    .put("since", trait.since().toString())
                                    .put("sensitive", trait.sensitive())));
                    return new JsonObject().put("traits", traits);
                }));
    }
}
