package dev.rapport.chat.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /v1/me}: who is signed in. */
final class MeRoutes {
    private final SignedIn signedIn;
    private final String instance;
    private final String answers;

    /** @param answers who answers, in a few words */
    MeRoutes(SignedIn signedIn, String instance, String answers) {
        this.signedIn = signedIn;
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
}
