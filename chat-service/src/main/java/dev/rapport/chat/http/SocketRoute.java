package dev.rapport.chat.http;

import dev.rapport.chat.auth.Authenticator;
import dev.rapport.chat.stream.AnswerEvent.Place;
import dev.rapport.chat.stream.AnswerLog;
import dev.rapport.chat.stream.AnswerLog.State;
import dev.rapport.chat.stream.Socket;
import dev.rapport.chat.stream.SocketClient;
import dev.rapport.chat.turn.Session;
import dev.rapport.chat.turn.StageTimes;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * {@code GET /chat-ws}: turns over WebSocket (RFC 6455). A client sends objects with one of {@code message}, {@code stop}, {@code
 * resume} and {@code ping}, and gets the events of {@code /chat-stream}.
 *
 * <p>Browsers cannot set headers here: they give the token as a subprotocol, {@code bearer.<token>}, beside {@value #PROTOCOL}.
 */
final class SocketRoute {
    /** The subprotocol that is agreed upon. */
    static final String PROTOCOL = "rapport.v1";

    /** Answers at one time on one connection: what a person can read, and some to spare for programs. */
    static final int OPEN_TURNS_MAX = 8;

    /** For answers to end on a connection that is to be closed; they take a reply of a store each. */
    static final Duration SIGN_OUT_MAX = Duration.ofSeconds(3);

    private static final Set<String> FIELDS =
            Set.of("message", "conversation", "key", "stop", "resume", "after", "ping");
    private static final String BEARER = "bearer.";
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Authenticator authenticator;
    private final AnswerLog answers;
    private final TurnRunner turns;
    private final ChatRoute chat;
    private final ChatRoute.Settings settings;
    private final InstantSource clock;
    private final OpenStreams streams;

    SocketRoute(
            Vertx vertx,
            Authenticator authenticator,
            AnswerLog answers,
            TurnRunner turns,
            ChatRoute chat,
            ChatRoute.Settings settings,
            InstantSource clock,
            OpenStreams streams) {
        this.vertx = vertx;
        this.authenticator = authenticator;
        this.answers = answers;
        this.turns = turns;
        this.chat = chat;
        this.settings = settings;
        this.clock = clock;
        this.streams = streams;
    }

    void connect(RoutingContext context) {
        Exchange exchange = Exchange.of(context);
        String authorization = authorization(exchange);
        context.request().pause();
        authenticator
                .authenticate(authorization)
                .compose(session -> upgradable(context, exchange, session))
                .onFailure(failure -> {
                    context.request().resume();
                    exchange.fail(failure);
                })
                .onSuccess(session -> {
                    exchange.user(session.owner().subject());
                    context.request()
                            .toWebSocket()
                            .onSuccess(upgraded -> {
                                Socket socket = new Socket(vertx, upgraded, settings.client());
                                new Connection(context, socket, authorization).listen(session);
                            })
                            .onFailure(failure -> notUpgraded(context, exchange, failure));
                });
    }

    private static Future<Session> upgradable(RoutingContext context, Exchange exchange, Session session) {
        if (!context.request().canUpgradeToWebSocket()) {
            return TurnFailed.future(new TurnFailure.BadRequest("Upgrade", exchange.header("upgrade"), "websocket"));
        }
        String key = exchange.header("sec-websocket-key");
        return key.isEmpty()
                ? TurnFailed.future(new TurnFailure.BadRequest("Sec-WebSocket-Key", key, "16 bytes in base64"))
                : Future.succeededFuture(session);
    }

    private static void notUpgraded(RoutingContext context, Exchange exchange, Throwable failure) {
        TurnFailed refused = new TurnFailed(new TurnFailure.BadRequest(
                "WebSocket handshake", String.valueOf(failure.getMessage()), "as in RFC 6455, version 13"));
        if (context.response().ended()) {
            exchange.noted(refused); // the server itself has answered, or the connection is gone
        } else {
            exchange.fail(refused);
        }
    }

    private static String authorization(Exchange exchange) {
        String given = exchange.header("authorization");
        if (!given.isEmpty()) {
            return given;
        }
        for (String protocol : exchange.header("sec-websocket-protocol").split(",", -1)) {
            if (protocol.strip().startsWith(BEARER)) {
                return "Bearer " + protocol.strip().substring(BEARER.length());
            }
        }
        return "";
    }

    /** One client's connection. */
    private final class Connection {
        private final RoutingContext context;
        private final Socket socket;
        private final String authorization;
        private int open;
        private boolean signedOut;

        Connection(RoutingContext context, Socket socket, String authorization) {
            this.context = context;
            this.socket = socket;
            this.authorization = authorization;
        }

        void listen(Session session) {
            OpenStreams.Watch watch = streams.watch(this::signOut);
            watch.signedIn(session);
            socket.closed().onComplete(_ -> watch.end());
            socket.heard(this::heard);
        }

        /* The answers that are under way are told first, each by its own turn; their end must not be waited for without end. */
        private void signOut() {
            signedOut = true;
            leave();
            vertx.setTimer(SIGN_OUT_MAX.toMillis(), _ -> socket.signedOut());
        }

        private void leave() {
            if (signedOut && open == 0) {
                refuse(
                        Exchange.onSocket(context, authorization, clock.instant()),
                        new TurnFailed(TurnFailure.NotAuthenticated.ENDED));
                socket.signedOut();
            }
        }

        private void ended(SocketClient client) {
            client.settled().onComplete(_ -> ended());
        }

        private void ended() {
            open--;
            leave();
        }

        /* What a client sends wrongly is told, and costs it nothing else. */
        private void heard(String text) {
            Exchange exchange = Exchange.onSocket(context, authorization, clock.instant());
            try {
                heard(exchange, JsonBody.read(Buffer.buffer(text), FIELDS));
            } catch (TurnFailed failed) {
                refuse(exchange, failed);
            }
        }

        private void heard(Exchange exchange, JsonBody body) {
            Optional<String> stop = body.optionalText("stop");
            Optional<String> resume = body.optionalText("resume");
            Optional<String> ping = body.optionalText("ping");
            if (ping.isPresent()) {
                socket.send(new JsonObject().put("event", "pong").put("data", ping.get()));
            } else if (stop.isPresent()) {
                authenticator
                        .authenticate(authorization)
                        .compose(session ->
                                StreamsRoute.known(stop.get()).compose(stream -> answers.stop(session.owner(), stream)))
                        .compose(known -> known ? Future.succeededFuture() : StreamsRoute.notFound(stop.get()))
                        .onFailure(failure -> refuse(exchange, failure));
            } else if (resume.isPresent()) {
                resume(exchange, resume.get(), body.optionalText("after").orElse(""));
            } else {
                say(exchange, body);
            }
        }

        private void say(Exchange exchange, JsonBody body) {
            String key = body.optionalText("key").orElse("");
            JsonObject said = new JsonObject().put("message", body.text("message"));
            body.optionalText("conversation").ifPresent(id -> said.put("conversation", id));
            exchange.said(key, said.encode());
            StageTimes times = new StageTimes(settings.nanoClock());
            SocketClient client = new SocketClient(vertx, socket, times, exchange, answers, key);
            var turn = chat.turn(exchange, exchange.idempotencyKey(), said.toBuffer(), times, client);
            opened();
            turns.run(exchange, turn, client).onComplete(_ -> ended(client));
        }

        private void resume(Exchange exchange, String asked, String after) {
            StageTimes times = new StageTimes(settings.nanoClock());
            SocketClient client = new SocketClient(vertx, socket, times, exchange, answers, "");
            Place told = StreamsRoute.told(after, asked);
            opened();
            authenticator
                    .authenticate(authorization)
                    .compose(session -> StreamsRoute.known(asked)
                            .compose(stream -> answers.read(session.owner(), stream, told, 1))
                            .compose(page -> page.state() == State.UNKNOWN
                                    ? StreamsRoute.notFound(asked)
                                    : Future.succeededFuture(session)))
                    .onFailure(failure -> {
                        refuse(exchange, failure);
                        ended();
                    })
                    .onSuccess(session -> turns.follow(
                                    exchange,
                                    new TurnRunner.Followed(session, asked, told),
                                    client,
                                    chat.again(exchange, times, client))
                            .onComplete(_ -> ended(client)));
        }

        private void opened() {
            if (open == OPEN_TURNS_MAX) {
                throw new TurnFailed(new TurnFailure.Overloaded(
                        "this connection has " + OPEN_TURNS_MAX + " answers under way", SOON));
            }
            open++;
        }

        private void refuse(Exchange exchange, Throwable failure) {
            socket.send(new JsonObject()
                    .put("event", "error")
                    .put("data", exchange.noted(failure).problem(exchange.id())));
        }
    }
}
