package dev.rapport.chat.http;

import dev.rapport.chat.audit.AuditTrail;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.PlatformHandler;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** The route table. Every answer that is not a success is problem+json, made in one place. */
final class Routes {
    /** NGINX refuses the same; an instance's own port must stand alone. */
    static final int BODY_SIZE_MAX = 256 * 1_024;

    private static final FailureResponse WRONG_TYPE = FailureResponse.plain(
            415, "wrong_content_type", "Wrong content type", "Content-Type: wrong (expected: application/json)");

    private final Router router;
    private final String instance;
    private final AuditTrail audit;
    private final InstantSource clock;

    Routes(Vertx vertx, String instance, AuditTrail audit, InstantSource clock) {
        this.router = Router.router(vertx);
        this.instance = instance;
        this.audit = audit;
        this.clock = clock;
        router.route().handler((PlatformHandler) this::begin);
        onError(400, "bad_request", "Bad request", "The request could not be read.");
        onError(404, "not_found", "Not found", "no such route (expected: one that the documentation names)");
        onError(405, "method_not_allowed", "Method not allowed", "the route does not know this method");
        onError(
                413,
                "body_too_large",
                "Body too large",
                "#: over the limit (expected: at most " + BODY_SIZE_MAX + " bytes)");
        router.errorHandler(
                500,
                context -> Exchange.of(context)
                        .fail(
                                context.failure() == null
                                        ? new IllegalStateException("500 without a cause")
                                        : context.failure()));
    }

    Router router() {
        return router;
    }

    Routes chat(ChatRoute chat) {
        withBody(router.post(ChatRoute.PATH)).handler(chat::handle);
        return this;
    }

    Routes streams(StreamsRoute streams) {
        audited(router.get("/v1/streams/:stream")).handler(streams::resume);
        audited(router.delete("/v1/streams/:stream")).handler(streams::stop);
        return this;
    }

    Routes sockets(SocketRoute sockets) {
        audited(router.get("/chat-ws")).handler(sockets::connect);
        return this;
    }

    Routes openAi(CompletionsRoute completions, ModelsRoutes models) {
        withBody(router.post("/v1/chat/completions")).handler(completions::handle);
        audited(router.get("/v1/models")).handler(models::list);
        audited(router.get("/v1/models/:model")).handler(models::one);
        return this;
    }

    Routes sessions(SessionRoutes sessions) {
        withBody(router.post("/session")).handler(sessions::begin);
        withBody(router.post("/session/invite")).handler(sessions::invite);
        withBody(router.post("/session/revoke")).handler(sessions::revoke);
        audited(router.delete("/session")).handler(sessions::end);
        audited(router.delete("/v1/me/sessions")).handler(sessions::endAll);
        return this;
    }

    Routes me(MeRoutes me) {
        audited(router.get("/v1/me")).handler(me::me);
        return this;
    }

    Routes export(ExportRoute export) {
        audited(router.get("/v1/me/export")).handler(export::export);
        return this;
    }

    Routes memories(MemoryRoutes memories) {
        String one = MemoryRoutes.PATH + "/:memory";
        withBody(router.post(MemoryRoutes.PATH + "/search")).handler(memories::search);
        audited(router.get(MemoryRoutes.PATH)).handler(memories::list);
        withBody(router.post(MemoryRoutes.PATH)).handler(memories::add);
        audited(router.get(one)).handler(memories::get);
        withBody(router.patch(one)).handler(memories::edit);
        audited(router.delete(one)).handler(memories::delete);
        audited(router.get(one + "/history")).handler(memories::history);
        withBody(router.post("/v1/undo")).handler(memories::undo);
        return this;
    }

    Routes traits(TraitRoutes traits) {
        String one = "/v1/traits/:attribute";
        audited(router.get("/v1/traits")).handler(traits::list);
        audited(router.get(one + "/history")).handler(traits::history);
        withBody(router.put(one)).handler(traits::put);
        audited(router.delete(one)).handler(traits::delete);
        return this;
    }

    Routes conversations(ConversationRoutes conversations) {
        String one = "/v1/conversations/:conversation";
        audited(router.get("/v1/conversations")).handler(conversations::list);
        audited(router.get(one + "/messages")).handler(conversations::messages);
        audited(router.delete(one)).handler(conversations::delete);
        return this;
    }

    Routes erasure(ErasureRoute erasure) {
        withBody(router.post("/v1/me/erasure")).handler(erasure::erase);
        return this;
    }

    Routes health(HealthRoutes health) {
        router.get("/health/live").handler(health::live);
        router.get("/health/ready").handler(health::ready);
        router.get("/health").handler(health::health);
        router.get("/metrics").handler(health::metrics);
        return this;
    }

    Routes keys(String jwks) {
        router.get("/.well-known/jwks.json")
                .handler(context -> context.response()
                        .putHeader("content-type", "application/jwk-set+json")
                        .end(jwks));
        return this;
    }

    /** The last of them: what was added until now is compared with what the document says. */
    Routes described(OpenApi description) {
        router.get("/openapi.yaml").handler(description::serve);
        description.check(router);
        return this;
    }

    private void begin(RoutingContext context) {
        Exchange exchange = Exchange.begin(context, instance, clock.instant());
        FailureResponse fault = Hygiene.fault(context.request());
        if (fault != null) {
            context.response().putHeader("connection", "close");
            exchange.fail(fault);
        } else {
            context.next();
        }
    }

    /* Types are checked before the body is read: what nobody can use is not taken in. */
    private Route withBody(Route route) {
        return audited(route)
                .handler((PlatformHandler) Routes::requireJson)
                .handler(BodyHandler.create(false).setBodyLimit(BODY_SIZE_MAX));
    }

    private Route audited(Route route) {
        return route.handler((PlatformHandler) context -> {
            Exchange exchange = Exchange.of(context);
            context.addEndHandler(_ -> {
                if (!exchange.turnBegun()) {
                    audit.add(exchange.audited(clock.instant()));
                }
            });
            context.next();
        });
    }

    private static void requireJson(RoutingContext context) {
        String type = context.request().getHeader("content-type");
        if (type == null || !type.strip().toLowerCase(java.util.Locale.ROOT).matches("application/json(\\s*;.*)?")) {
            // not by failing: who fails must have answered when the handlers are through
            whenRead(context, () -> Exchange.of(context).fail(WRONG_TYPE));
        } else {
            context.next();
        }
    }

    private void onError(int status, String code, String title, String detail) {
        router.errorHandler(
                status,
                context -> whenRead(context, () -> {
                    String what = status == 405 || status == 404 ? asked(context) + ": " + detail : detail;
                    exchange(context).fail(FailureResponse.plain(status, code, title, what));
                }));
    }

    private Exchange exchange(RoutingContext context) {
        return Exchange.isBegun(context) ? Exchange.of(context) : Exchange.begin(context, instance, clock.instant());
    }

    /* What the chunks of a body are is known when they have come: a route that is not there must not answer before, or what is
    no chunk would be the next request (RFC 9112 section 7.1). */
    private static void whenRead(RoutingContext context, Runnable answer) {
        HttpServerRequest request = context.request();
        if (request.isEnded() || !request.headers().contains("transfer-encoding")) {
            answer.run();
            return;
        }
        AtomicLong size = new AtomicLong();
        request.exceptionHandler(_ -> unreadable(context))
                .handler(part -> {
                    if (size.addAndGet(part.length()) > BODY_SIZE_MAX) {
                        request.pause();
                        context.response().putHeader("connection", "close");
                        answer.run();
                    }
                })
                .endHandler(_ -> answer.run())
                .resume();
    }

    private static void unreadable(RoutingContext context) {
        context.response().putHeader("connection", "close");
        Exchange.of(context)
                .fail(FailureResponse.plain(400, "bad_request", "Bad request", "The body could not be read."));
    }

    private static String asked(RoutingContext context) {
        return context.request().method() + " " + context.request().path();
    }
}
