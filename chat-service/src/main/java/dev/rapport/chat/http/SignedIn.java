package dev.rapport.chat.http;

import dev.rapport.chat.auth.Authenticator;
import dev.rapport.chat.turn.Session;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Function;

/** Answers whoever has a session, and nobody else. */
final class SignedIn {
    private final Authenticator authenticator;

    SignedIn(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    /**
     * What to answer with.
     *
     * @param body of JSON; empty if there is none
     * @param location where the thing is that was made; empty if none was
     */
    record Reply(int status, Optional<JsonObject> body, Optional<String> location) {
        static Reply ok(JsonObject body) {
            return new Reply(200, Optional.of(body), Optional.empty());
        }

        static Reply created(JsonObject body, String location) {
            return new Reply(201, Optional.of(body), Optional.of(location));
        }

        static Reply nothing() {
            return new Reply(204, Optional.empty(), Optional.empty());
        }
    }

    /** Answers with JSON. */
    void answer(RoutingContext context, Function<Session, Future<JsonObject>> body) {
        reply(context, session -> body.apply(session).map(Reply::ok));
    }

    /** Answers. */
    void reply(RoutingContext context, Function<Session, Future<Reply>> made) {
        Exchange exchange = Exchange.of(context);
        session(exchange)
                .compose(made)
                .onSuccess(reply -> {
                    reply.location().ifPresent(path -> context.response().putHeader("location", path));
                    reply.body()
                            .ifPresentOrElse(
                                    body -> exchange.json(reply.status(), body),
                                    () -> context.response()
                                            .setStatusCode(reply.status())
                                            .end());
                })
                .onFailure(exchange::fail);
    }

    /** Whose request this is; failed if it is nobody's. */
    Future<Session> session(Exchange exchange) {
        return authenticator.authenticate(exchange.header("authorization")).map(session -> {
            exchange.user(session.owner().subject());
            return session;
        });
    }
}
