package dev.rapport.chat.http;

import dev.rapport.chat.auth.Authenticator;
import dev.rapport.chat.auth.SignIn;
import dev.rapport.chat.turn.Session;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * {@code POST /session}, {@code POST /session/invite} and {@code DELETE /session}; {@code POST /session/revoke} and {@code DELETE
 * /v1/me/sessions}, which sign a user out everywhere.
 */
final class SessionRoutes {
    private static final String ID_TOKEN = "id_token";
    private static final Set<String> BEGIN_FIELDS = Set.of("user", "key", "plan", "invite", ID_TOKEN);
    private static final String PLAN = "plan";
    private static final Pattern PLAN_NAME = Pattern.compile("[a-z0-9-]{1,32}");
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
        begun(body)
                .onSuccess(session -> {
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

    private Future<SignIn.Begun> begun(JsonBody body) {
        if (body.has(ID_TOKEN)) {
            return signIn.withIdToken(idToken(body));
        }
        return body.has("invite")
                ? signIn.withInvite(invite(body))
                : signIn.withKey(body.text("user"), body.text("key"), plan(body));
    }

    /* Two proofs might be of two users. */
    private static String idToken(JsonBody body) {
        for (String other : BEGIN_FIELDS) {
            if (!other.equals(ID_TOKEN) && body.has(other)) {
                throw new TurnFailed(new TurnFailure.BadRequest(
                        "#/" + other, "beside " + ID_TOKEN, ID_TOKEN + " alone; it says who the user is"));
            }
        }
        return body.text(ID_TOKEN);
    }

    private static String invite(JsonBody body) {
        body.optionalText(PLAN).ifPresent(plan -> {
            throw badPlan(plan, "none with an invite; plans come with the application key");
        });
        return body.text("invite");
    }

    private static String plan(JsonBody body) {
        String plan = body.optionalText(PLAN).orElse("");
        if (body.has(PLAN) && !PLAN_NAME.matcher(plan).matches()) {
            throw badPlan(plan, "1 to 32 of a-z, 0-9 and -");
        }
        return plan;
    }

    private static TurnFailed badPlan(String plan, String expected) {
        return new TurnFailed(new TurnFailure.BadRequest("#/" + PLAN, plan, expected));
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
        end(context, signIn::end);
    }

    private void end(RoutingContext context, Function<Session, Future<Void>> how) {
        Exchange exchange = Exchange.of(context);
        authenticator
                .authenticate(exchange.header("authorization"))
                .compose(session -> {
                    exchange.user(session.owner().subject());
                    return how.apply(session);
                })
                .onSuccess(_ -> context.response().setStatusCode(204).end())
                .onFailure(exchange::fail);
    }

    void revoke(RoutingContext context) {
        Exchange exchange = Exchange.of(context);
        JsonBody body = JsonBody.read(context.body().buffer(), INVITE_FIELDS);
        signIn.revoke(body.text("user"), body.text("key"))
                .onSuccess(_ -> exchange.json(200, new JsonObject().put("ended", true)))
                .onFailure(exchange::fail);
    }

    void endAll(RoutingContext context) {
        end(context, signIn::endAll);
    }
}
