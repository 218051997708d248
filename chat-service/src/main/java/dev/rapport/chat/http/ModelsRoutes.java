package dev.rapport.chat.http;

import static java.util.Objects.requireNonNull;

import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;

/** {@code GET /v1/models}: the names that a client of OpenAI's protocol may ask for, which are the gateway's aliases. */
final class ModelsRoutes {
    private final SignedIn signedIn;
    private final List<String> names;

    ModelsRoutes(SignedIn signedIn, Set<String> names) {
        this.signedIn = signedIn;
        this.names = names.stream().sorted().toList();
    }

    void list(RoutingContext context) {
        signedIn.answer(
                context,
                _ -> Future.succeededFuture(new JsonObject()
                        .put("object", "list")
                        .put(
                                "data",
                                new JsonArray(
                                        names.stream().map(ModelsRoutes::model).toList()))));
    }

    void one(RoutingContext context) {
        String name = requireNonNull(context.pathParam("model"));
        signedIn.answer(
                context,
                _ -> names.contains(name)
                        ? Future.succeededFuture(model(name))
                        : TurnFailed.future(new TurnFailure.UnknownModel(name)));
    }

    /* Clients want a time; an alias has none. */
    private static JsonObject model(String name) {
        return new JsonObject()
                .put("id", name)
                .put("object", "model")
                .put("created", 0)
                .put("owned_by", "rapport");
    }
}
