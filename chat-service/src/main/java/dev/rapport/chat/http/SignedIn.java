package dev.rapport.chat.http;

import dev.rapport.chat.auth.Authenticator;
import dev.rapport.chat.turn.Session;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/** Answers with JSON whoever has a session, and nobody else. */
final class SignedIn {
    private final Authenticator authenticator;

    SignedIn(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    void answer(RoutingContext context, Function<Session, Future<JsonObject>> body) {
        Exchange exchange = Exchange.of(context);
        authenticator
                .authenticate(exchange.header("authorization"))
                .compose(session -> {
                    exchange.user(session.owner().subject());
                    return body.apply(session);
                })
                .onSuccess(found -> exchange.json(200, found))
                .onFailure(exchange::fail);
    }
}
