package dev.rapport.chat.http;

import dev.rapport.chat.auth.Authenticator;
import dev.rapport.chat.auth.SignIn;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** {@code POST /session}, {@code POST /session/invite} and {@code DELETE /session}. */
final class SessionRoutes {
    private static final Set<String> BEGIN_FIELDS = Set.of("user", "key", "invite");
    private static final Set<String> INVITE_FIELDS = Set.of("user", "key");

    private final SignIn signIn;
    private final Authenticator authenticator;

    SessionRoutes(SignIn signIn, Authenticator authenticator) {
        this.signIn = signIn;
        this.authenticator = authenticator;
    }

    void begin(RoutingContext context) {
        Exchange exchange = Exchange.of(context);
        JsonBody body = JsonBody.read(context.body().buffer(), BEGIN_FIELDS);
        Future<SignIn.Begun> begun = body.has("invite")
                ? signIn.withInvite(body.text("invite"))
                : signIn.withKey(body.text("user"), body.text("key"));
        begun.onSuccess(session -> {
                    exchange.user(session.session().owner().subject());
                    exchange.json(
                            201,
                            new JsonObject()
                                    .put("session", session.session().id())
                                    .put("token", session.token())
                                    .put(
                                            "expires_at",
                                            session.session().expiresAt().toString())
                                    .put("conversation", session.session().conversation()));
                })
                .onFailure(exchange::fail);
    }

    void invite(RoutingContext context) {
        Exchange exchange = Exchange.of(context);
        JsonBody body = JsonBody.read(context.body().buffer(), INVITE_FIELDS);
        signIn.invite(body.text("user"), body.text("key"))
                .onSuccess(invite -> exchange.json(
                        201,
                        new JsonObject()
                                .put("invite", invite)
                                .put(
                                        "expires_at",
                                        exchange.receivedAt()
                                                .plus(signIn.inviteLength())
                                                .toString())))
                .onFailure(exchange::fail);
    }

    void end(RoutingContext context) {
        Exchange exchange = Exchange.of(context);
        authenticator
                .authenticate(exchange.header("authorization"))
                .compose(session -> {
                    exchange.user(session.owner().subject());
                    return signIn.end(session);
                })
                .onSuccess(_ -> context.response().setStatusCode(204).end())
                .onFailure(exchange::fail);
    }
}
