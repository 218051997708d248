package dev.rapport.chat.http;

import dev.rapport.chat.auth.Authenticate;
import dev.rapport.chat.auth.Authenticator;
import dev.rapport.chat.auth.HttpFetch;
import dev.rapport.chat.auth.IdTokens;
import dev.rapport.chat.auth.SignIn;
import dev.rapport.chat.compress.Compress;
import dev.rapport.chat.config.ServiceConfig;
import dev.rapport.chat.generate.Generate;
import dev.rapport.chat.knowledge.Memories;
import dev.rapport.chat.knowledge.TraitBook;
import dev.rapport.chat.learn.Learn;
import dev.rapport.chat.page.Page;
import dev.rapport.chat.pipeline.ChatPipeline;
import dev.rapport.chat.prompt.BuildPrompt;
import dev.rapport.chat.recall.Recall;
import dev.rapport.chat.store.RedisAnswers;
import dev.rapport.chat.store.RedisBeacon;
import dev.rapport.chat.store.RedisConversations;
import dev.rapport.chat.store.RedisErasure;
import dev.rapport.chat.store.RedisLink;
import dev.rapport.chat.store.RedisScripts;
import dev.rapport.chat.store.RedisSessions;
import dev.rapport.chat.store.RedisSummaries;
import dev.rapport.chat.store.RedisTurns;
import dev.rapport.chat.stream.AnswerLog;
import dev.rapport.chat.stream.Deliver;
import dev.rapport.chat.stream.HttpTurnClient;
import dev.rapport.chat.traits.ExtractTraits;
import dev.rapport.chat.traits.TraitExtractor;
import dev.rapport.chat.turn.AnsweringTurn;
import dev.rapport.llm.gateway.Gateway;
import dev.rapport.llm.gateway.GatewayLoop;
import dev.rapport.llm.limit.PlanLimit;
import dev.rapport.memory.embed.Embedders;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One event loop's share of the service: its own HTTP server, connections, gateway and pipeline. All loops listen on one
 * port; Vert.x deals the connections out.
 */
public final class ChatServer extends VerticleBase {
    /* What a real client never exceeds; the rest is refused before it costs anything. */
    private static final int LINE_LENGTH_MAX = 4_096;
    private static final int HEADERS_SIZE_MAX = 8_192;
    private static final int IDLE_TIMEOUT_S = 75;

    /* A quarter of 10,000 users who ask within two seconds, while the loops are busy with those before; Linux' own most. */
    private static final int ACCEPT_BACKLOG = 4_096;

    private final Shared shared;
    private final String loop;
    private @Nullable Gateway gateway;
    private @Nullable HttpServer server;

    /** @param loop this loop's name in the metrics */
    public ChatServer(Shared shared, int loop) {
        this.shared = shared;
        this.loop = Integer.toString(loop);
    }

    @Override
    public Future<?> start() {
        ServiceConfig config = shared.config();
        RedisLink durable = link("durable", config.redisDurable());
        RedisLink sessions = link("volatile", config.redisVolatile());
        RedisBeacon beacon = new RedisBeacon(link("volatile", config.redisVolatile()), ThreadLocalRandom.current());
        return Future.join(durable.open(), sessions.open(), beacon.open())
                .otherwiseEmpty() // a store that is down now is connected to later; /health says so
                .compose(_ -> new Rehearsal(vertx, shared).run())
                .compose(_ -> listen(durable, sessions, beacon));
    }

    /* Nobody new comes first of all; then answers under way break, while the store can still be told what they used: its
    connection closes after this. */
    @Override
    public Future<?> stop() {
        Future<Void> closed = server == null ? Future.succeededFuture() : server.close();
        return closed.eventually(() -> gateway == null ? Future.succeededFuture() : gateway.close());
    }

    private Future<HttpServer> listen(RedisLink durable, RedisLink sessions, RedisBeacon beacon) {
        Gateway made = gateway(sessions);
        gateway = made;
        return vertx.createHttpServer(serverOptions(shared.config()))
                .connectionHandler(StrictRequestDecoder::install)
                .requestHandler(routes(durable, sessions, beacon, made).router())
                .listen()
                .onSuccess(listening -> server = listening);
    }

    private Routes routes(RedisLink durable, RedisLink sessions, RedisBeacon beacon, Gateway llm) {
        ServiceConfig config = shared.config();
        RedisSessions sessionStore = new RedisSessions(sessions);
        Authenticator authenticator = new Authenticator(shared.tokens(), sessionStore);
        RedisTurns turns =
                new RedisTurns(durable, shared.memory().keys(), config.summary().on());
        AnswerLog answers = new RedisAnswers(
                sessions, beacon, config.turn().answerKept(), shared.memory().vault());
        OpenStreams open = new OpenStreams(vertx, sessionStore, config.auth().recheck());
        TurnRunner runner = new TurnRunner(
                vertx,
                pipeline(authenticator, turns, llm, afterwards(durable, llm)),
                authenticator,
                answers,
                open,
                new TurnRunner.Books(shared.metrics(), shared.audit(), shared.clock()));
        ChatRoute.Settings settings = chatSettings(config);
        ChatRoute chat = new ChatRoute(vertx, runner, answers, settings);
        SignedIn signedIn = new SignedIn(authenticator);
        Set<String> models = shared.gateway().config().models().keySet();
        Routes routes = new Routes(vertx, config.instance(), shared.audit(), shared.clock())
                .chat(chat)
                .streams(new StreamsRoute(vertx, authenticator, answers, runner, chat, settings))
                .sockets(new SocketRoute(vertx, authenticator, answers, runner, chat, settings, shared.clock(), open))
                .openAi(
                        new CompletionsRoute(
                                vertx,
                                runner,
                                answers,
                                settings,
                                shared.gateway().config()),
                        new ModelsRoutes(signedIn, models))
                .sessions(new SessionRoutes(signIn(sessionStore), authenticator))
                .me(new MeRoutes(signedIn, config.instance(), shared.gateway().answers()))
                .erasure(new ErasureRoute(
                        authenticator,
                        new RedisErasure(
                                vertx, durable, sessions, shared.memory().keys(), shared.clock()),
                        shared))
                .health(new HealthRoutes(about(), store(durable), store(sessions), shared.metrics()))
                .keys(shared.tokens().jwks());
        knowledge(
                routes,
                signedIn,
                turns,
                new RedisConversations(durable, shared.memory().keys()));
        routes.described(shared.description());
        Page.load().mount(routes.router());
        return routes;
    }

    private SignIn signIn(RedisSessions sessionStore) {
        ServiceConfig.AuthConfig auth = shared.config().auth();
        return new SignIn(
                shared.tokens(),
                sessionStore,
                new SignIn.Credentials(shared.keys(), idTokens()),
                new SignIn.Lengths(auth.sessionLength(), auth.inviteLength()),
                shared.clock());
    }

    private HealthRoutes.About about() {
        return new HealthRoutes.About(
                shared.config().instance(),
                shared.config().loops(),
                shared.gateway().answers(),
                embedder(shared.memory().embedders()),
                shared.gateway()::health);
    }

    /* What a user may see and correct of what is known. */
    private void knowledge(Routes routes, SignedIn signedIn, RedisTurns turns, RedisConversations conversations) {
        Memories memories = memories(turns);
        TraitBook traits =
                new TraitBook(vertx, shared.memory().log(), shared.memory().book(), turns::traits);
        routes.memories(new MemoryRoutes(signedIn, memories))
                .traits(new TraitRoutes(signedIn, traits))
                .conversations(new ConversationRoutes(signedIn, conversations))
                .export(new ExportRoute(vertx, signedIn, memories, traits, conversations, turns));
    }

    private Memories memories(RedisTurns turns) {
        Shared.Memory memory = shared.memory();
        Memories.Parts parts = new Memories.Parts(
                memory.log(),
                memory.history(),
                memory.book(),
                memory.loader(),
                memory.pool(),
                shared.traits(),
                memory.embedders().main().model(),
                shared.config().recall().effort().scoreMin());
        return new Memories(vertx, parts, turns::traits);
    }

    private Gateway gateway(RedisLink sessions) {
        GatewayLoop self = new GatewayLoop(
                shared.config().instance() + "/" + loop,
                shared.config().gatewayShare(),
                Optional.of(new RedisScripts(sessions)));
        Gateway made = Gateway.create(vertx, shared.gateway(), self, new ProviderMetrics(shared.metrics()));
        shared.metrics().gauge("rapport.in.flight", "Answers being made", loop, made::inFlight);
        shared.metrics().gauge("rapport.queue.waiting", "Requests in line for a provider", loop, made::waiting);
        return made;
    }

    private IdTokens idTokens() {
        List<String> plans = shared.gateway().config().plans().bestFirst().stream()
                .map(PlanLimit::plan)
                .toList();
        return new IdTokens(shared.issuers(), plans, new HttpFetch(vertx), shared.clock());
    }

    private Consumer<AnsweringTurn> afterwards(RedisLink durable, Gateway llm) {
        return shared.config().summary().on()
                ? BackgroundSummaries.of(
                        vertx,
                        shared,
                        llm,
                        new RedisSummaries(durable, shared.memory().keys()))
                : _ -> {};
    }

    private ChatPipeline pipeline(
            Authenticator authenticator, RedisTurns turns, Gateway llm, Consumer<AnsweringTurn> afterwards) {
        ServiceConfig config = shared.config();
        ServiceConfig.RecallConfig recall = config.recall();
        Shared.Memory memory = shared.memory();
        Generate generate = new Generate(
                llm, new Learn(vertx, memory.log(), turns, memory.embedders().main(), TraitExtractor::style));
        return new ChatPipeline(
                new ChatPipeline.Stages(
                        new Authenticate(authenticator),
                        new ExtractTraits(shared.traits()),
                        new Recall(
                                vertx,
                                turns,
                                memory.loader(),
                                memory.pool(),
                                new Recall.Settings(
                                        recall.effort(),
                                        recall.timeout(),
                                        shared.counter()::count,
                                        recall.tokensMax())),
                        new Compress(
                                shared.counter(), shared.texts(), config.turn().contextTokensMax(), recall.tokensMax()),
                        new BuildPrompt(shared.counter()::count, config.turn().answerTokensMax()),
                        generate,
                        new Deliver(vertx, turns, afterwards)),
                shared.metrics());
    }

    private ChatRoute.Settings chatSettings(ServiceConfig config) {
        ServiceConfig.TurnConfig turn = config.turn();
        return new ChatRoute.Settings(
                new HttpTurnClient.Settings(config.instance(), turn.openAfter(), turn.heartbeat(), turn.detached()),
                turn.messageLengthMax(),
                System::nanoTime);
    }

    private static String embedder(Embedders embedders) {
        return embedders.main().model() + (embedders.problem().isPresent() ? ", ONNX Runtime does not run here" : "");
    }

    private static HealthRoutes.Store store(RedisLink link) {
        return new HealthRoutes.Store(link.name(), link::up);
    }

    private RedisLink link(String name, String address) {
        return new RedisLink(vertx, name, address, ThreadLocalRandom.current(), shared.metrics()::redisCall);
    }

    /** Of a request's head, for whoever reads it. */
    static Http1ServerConfig limits() {
        return new Http1ServerConfig().setMaxInitialLineLength(LINE_LENGTH_MAX).setMaxHeaderSize(HEADERS_SIZE_MAX);
    }

    private static HttpServerOptions serverOptions(ServiceConfig config) {
        return new HttpServerOptions()
                .setHost(config.host())
                .setPort(config.port())
                .setAcceptBacklog(ACCEPT_BACKLOG)
                .setHttp2ClearTextEnabled(false)
                .setWebSocketSubProtocols(List.of(SocketRoute.PROTOCOL))
                .setMaxWebSocketFrameSize(Routes.BODY_SIZE_MAX)
                .setMaxWebSocketMessageSize(Routes.BODY_SIZE_MAX)
                .setMaxInitialLineLength(LINE_LENGTH_MAX)
                .setMaxHeaderSize(HEADERS_SIZE_MAX)
                .setUseSemicolonAsQueryParamDelimiter(false)
                .setIdleTimeout((int) Duration.ofSeconds(IDLE_TIMEOUT_S).toSeconds())
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
    }
}
