package dev.rapport.chat.http;

import dev.rapport.chat.auth.ApplicationKeys;
import dev.rapport.chat.auth.Authenticate;
import dev.rapport.chat.auth.Authenticator;
import dev.rapport.chat.auth.IdTokens;
import dev.rapport.chat.auth.KeptSession;
import dev.rapport.chat.auth.SessionStore;
import dev.rapport.chat.auth.SignIn;
import dev.rapport.chat.compress.Compress;
import dev.rapport.chat.generate.Generate;
import dev.rapport.chat.learn.Learn;
import dev.rapport.chat.pipeline.ChatPipeline;
import dev.rapport.chat.prompt.BuildPrompt;
import dev.rapport.chat.recall.PastAnswer;
import dev.rapport.chat.recall.Recall;
import dev.rapport.chat.recall.TurnStore;
import dev.rapport.chat.stream.Deliver;
import dev.rapport.chat.traits.ExtractTraits;
import dev.rapport.chat.turn.IncomingTurn;
import dev.rapport.chat.turn.NoClient;
import dev.rapport.chat.turn.Session;
import dev.rapport.chat.turn.StageTimes;
import dev.rapport.llm.LlmListener;
import dev.rapport.llm.gateway.Gateway;
import dev.rapport.llm.gateway.GatewayLoop;
import dev.rapport.llm.gateway.GatewayShared;
import dev.rapport.memory.Learned;
import dev.rapport.memory.Lesson;
import dev.rapport.memory.LogEntry;
import dev.rapport.memory.Memory;
import dev.rapport.memory.MemoryLog;
import dev.rapport.memory.Owner;
import dev.rapport.memory.QuantizedVector;
import dev.rapport.memory.RememberedFact;
import dev.rapport.memory.SearchEffort;
import dev.rapport.memory.index.MemoryCache;
import dev.rapport.memory.index.MemoryLoader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Runs turns through the real stages before the loop listens, with stores that are not there, a provider of its own and
 * an answer that nobody reads. Code that has never run is slow and stalls the loop (class loading, first compilations): the first user should
 * not be the one to find out. Nothing of it reaches Redis, the real provider, the metrics or the audit.
 */
final class Rehearsal {
    /** Turns for each loop: two rounds of all sayings; more cost a start with four processes on two cores its 15 s. */
    static final int TURNS = 10;

    private static final long CACHE_BYTES = 1 << 20;
    private static final int TOKENS = 1_000;
    private static final Duration LIFE = Duration.ofMinutes(1);
    private static final GatewayLoop ALONE = new GatewayLoop("rehearsal", 1, Optional.empty());
    private static final String[] SAYINGS = {
        "My sister lives in Porto.",
        "Where does my sister live?",
        "I like oolong tea and I work as a nurse in Leeds.",
        "What do you know about my work?",
        "Hello!"
    };

    private final Vertx vertx;
    private final Shared shared;
    private final List<LogEntry> log = new ArrayList<>();

    Rehearsal(Vertx vertx, Shared shared) {
        this.vertx = vertx;
        this.shared = shared;
    }

    /** Completes when the turns are over; fails only if a stage has a bug. */
    Future<Void> run() {
        return RehearsalProvider.start(vertx).compose(provider -> {
            Gateway gateway = Gateway.create(vertx, GatewayShared.create(provider.config()), ALONE, LlmListener.NONE);
            return shared.memory()
                    .pool()
                    .forLearning(vertx, SAYINGS[0])
                    .map(QuantizedVector::of)
                    .compose(vector -> signedInTurns(gateway, vector))
                    .eventually(gateway::close)
                    .eventually(provider::stop);
        });
    }

    private Future<Void> signedInTurns(Gateway gateway, QuantizedVector vector) {
        SessionStore sessions = new OneSession();
        String key = "rehearsal"; // of this sign-in alone
        SignIn signIn = new SignIn(
                shared.tokens(),
                sessions,
                new SignIn.Credentials(ApplicationKeys.of(key), IdTokens.none()),
                new SignIn.Lengths(LIFE, LIFE),
                shared.clock());
        ChatPipeline pipeline = pipeline(new Authenticator(shared.tokens(), sessions), gateway);
        return signIn.withKey("rehearsal", key, "").compose(begun -> turns(pipeline, begun.token(), vector, 0));
    }

    private Future<Void> turns(ChatPipeline pipeline, String token, QuantizedVector vector, int turn) {
        if (turn == TURNS) {
            return Future.succeededFuture();
        }
        String text = SAYINGS[turn % SAYINGS.length];
        remember(turn, text, vector);
        return pipeline.run(new IncomingTurn(
                        "rehearsal-" + turn,
                        "Bearer " + token,
                        text,
                        Optional.empty(),
                        "rehearsal-" + turn,
                        shared.clock().instant(),
                        new StageTimes(System::nanoTime),
                        new NoClient()))
                .compose(_ -> turns(pipeline, token, vector, turn + 1));
    }

    private void remember(int turn, String text, QuantizedVector vector) {
        Memory memory = new Memory("m_" + turn, text, shared.clock().instant(), "gen_" + turn, vector, "rehearsal");
        log.add(new LogEntry.Added((turn + 1) + "-0", memory));
    }

    private ChatPipeline pipeline(Authenticator authenticator, Gateway gateway) {
        Generate generate = new Generate(
                gateway,
                new Learn(
                        vertx,
                        new NothingKept(),
                        _ -> Future.succeededFuture(),
                        shared.memory().embedders().main()));
        return new ChatPipeline(
                new ChatPipeline.Stages(
                        new Authenticate(authenticator),
                        new ExtractTraits(shared.traits()),
                        new Recall(
                                vertx,
                                new GivenLog(log),
                                new MemoryLoader(new MemoryCache(CACHE_BYTES), new NothingKept()),
                                shared.memory().pool(),
                                new Recall.Settings(new SearchEffort(4, 0), LIFE, shared.counter()::count, TOKENS)),
                        new Compress(shared.counter(), shared.config().turn().contextTokensMax()),
                        new BuildPrompt(
                                shared.counter()::count, shared.config().turn().answerTokensMax()),
                        generate,
                        new Deliver(vertx, (_, _) -> Future.succeededFuture())),
                (_, _, _) -> {});
    }

    private static final class OneSession implements SessionStore {
        private Optional<KeptSession> session = Optional.empty();

        @Override
        public Future<Void> begin(Owner owner, String sessionId, KeptSession begun, Duration life) {
            session = Optional.of(begun);
            return Future.succeededFuture();
        }

        @Override
        public Future<Boolean> beginInvited(
                Owner owner, String ticketDigest, String sessionId, KeptSession begun, Duration life) {
            return Future.succeededFuture(false);
        }

        @Override
        public Future<Optional<KeptSession>> find(Owner owner, String sessionId) {
            return Future.succeededFuture(session);
        }

        @Override
        public Future<Void> invite(Owner owner, String ticketDigest, String plan, Duration life) {
            return Future.succeededFuture();
        }

        @Override
        public Future<Optional<String>> invited(Owner owner, String ticketDigest) {
            return Future.succeededFuture(Optional.empty());
        }

        @Override
        public Future<Void> end(Owner owner, String sessionId) {
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> endAll(Owner owner) {
            return Future.succeededFuture();
        }

        @Override
        public Future<List<Boolean>> areRunning(List<Session> sessions) {
            return Future.succeededFuture(sessions.stream().map(_ -> true).toList());
        }
    }

    private record GivenLog(List<LogEntry> log) implements TurnStore {
        @Override
        public Future<List<PastAnswer>> said(Owner owner) {
            return Future.succeededFuture(List.of());
        }

        @Override
        public Future<Loaded> load(Owner owner, String conversation, String position) {
            List<LogEntry> entries =
                    log.stream().filter(entry -> entry.isAfter(position)).toList();
            return Future.succeededFuture(new Loaded(List.of(), List.of(), entries));
        }
    }

    private static final class NothingKept implements MemoryLog {
        @Override
        public CompletionStage<Learned> learn(Owner owner, Lesson lesson) {
            return CompletableFuture.completedFuture(new Learned(List.of(), List.of(), LogEntry.START));
        }

        @Override
        public CompletionStage<List<LogEntry>> read(Owner owner, String afterPosition, int countMax) {
            return CompletableFuture.completedFuture(List.of());
        }

        @Override
        public CompletionStage<List<RememberedFact>> facts(Owner owner) {
            return CompletableFuture.completedFuture(List.of());
        }

        @Override
        public CompletionStage<Boolean> forget(Owner owner, String memoryId, Instant at) {
            return CompletableFuture.completedFuture(false);
        }

        @Override
        public void close() {}
    }
}
