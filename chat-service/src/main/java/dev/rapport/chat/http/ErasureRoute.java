package dev.rapport.chat.http;

import dev.rapport.chat.auth.Authenticator;
import dev.rapport.chat.store.RedisErasure;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.memory.Owner;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** {@code POST /v1/me/erasure}: everything that is kept of the user goes, for good. The reply is a receipt. */
final class ErasureRoute {
    private static final String CONFIRM = "confirm";

    private final Authenticator authenticator;
    private final RedisErasure erasure;
    private final Shared shared;

    ErasureRoute(Authenticator authenticator, RedisErasure erasure, Shared shared) {
        this.authenticator = authenticator;
        this.erasure = erasure;
        this.shared = shared;
    }

    void erase(RoutingContext context) {
        Exchange exchange = Exchange.of(context);
        authenticator
                .authenticate(exchange.header("authorization"))
                .compose(session -> {
                    Owner owner = session.owner();
                    exchange.user(owner.subject());
                    String confirmed = JsonBody.read(context.body().buffer(), Set.of(CONFIRM))
                            .text(CONFIRM);
                    if (!confirmed.equals(owner.subject())) {
                        return TurnFailed.<JsonObject>future(new TurnFailure.BadRequest(
                                "#/" + CONFIRM, confirmed, "the name of the user that this token is of"));
                    }
                    return erasure.erase(owner, () -> forget(owner))
                            .map(receipt -> told(owner, shared.clock().instant(), receipt));
                })
                .onSuccess(receipt -> exchange.json(200, receipt))
                .onFailure(exchange::fail);
    }

    /* Of texts that are kept without a name, all go: they are few, and only cost time to make again. */
    private void forget(Owner owner) {
        shared.memory().keys().drop(owner);
        shared.memory().loader().evict(owner);
        shared.texts().clear();
        shared.gateway().forgetAnswers();
    }

    private static JsonObject told(Owner owner, Instant at, RedisErasure.Receipt receipt) {
        return new JsonObject()
                .put("user", owner.subject())
                .put("at", at.toString())
                .put(
                        "deleted",
                        new JsonObject()
                                .put("durable", counts(receipt.durable()))
                                .put("volatile", counts(receipt.sessions())))
                .put(
                        "rescan",
                        new JsonObject()
                                .put("durable", receipt.left().durable())
                                .put("volatile", receipt.left().sessions()))
                .put(
                        "files",
                        new JsonObject()
                                .put(
                                        "rewritten_at",
                                        receipt.rewritten()
                                                .map(Instant::toString)
                                                .orElse(null)));
    }

    private static JsonObject counts(Map<String, Long> counts) {
        JsonObject json = new JsonObject();
        counts.forEach(json::put);
        return json;
    }
}
