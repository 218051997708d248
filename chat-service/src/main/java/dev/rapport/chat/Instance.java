package dev.rapport.chat;

import dev.rapport.chat.audit.AuditTrail;
import dev.rapport.chat.auth.ApplicationKeys;
import dev.rapport.chat.auth.Issuer;
import dev.rapport.chat.auth.IssuersFile;
import dev.rapport.chat.auth.SigningKey;
import dev.rapport.chat.auth.Tokens;
import dev.rapport.chat.compress.Digester;
import dev.rapport.chat.compress.JtokkitCounter;
import dev.rapport.chat.compress.MessageTexts;
import dev.rapport.chat.compress.TokenCounter;
import dev.rapport.chat.config.ServiceConfig;
import dev.rapport.chat.http.ChatServer;
import dev.rapport.chat.http.OpenApi;
import dev.rapport.chat.http.Shared;
import dev.rapport.chat.metrics.Metrics;
import dev.rapport.chat.recall.EmbeddingPool;
import dev.rapport.chat.store.RedisAudit;
import dev.rapport.chat.store.RedisLink;
import dev.rapport.chat.traits.TraitExtractor;
import dev.rapport.chat.traits.TraitModel;
import dev.rapport.chat.turn.PastMessage;
import dev.rapport.llm.config.GatewayConfig;
import dev.rapport.llm.config.GatewayConfigs;
import dev.rapport.llm.gateway.GatewayShared;
import dev.rapport.memory.MemoryLogUnavailable;
import dev.rapport.memory.Vault;
import dev.rapport.memory.embed.Embedders;
import dev.rapport.memory.index.MemoryCache;
import dev.rapport.memory.index.MemoryLoader;
import dev.rapport.memory.log.RedisMemoryLog;
import dev.rapport.memory.seal.AesVault;
import dev.rapport.memory.seal.MasterKey;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** One process of the chat service: what its event loops share, and the loops. */
public final class Instance {
    private static final System.Logger LOG = System.getLogger(Instance.class.getName());

    /** A loop that is blocked for longer is a fault: its other turns wait as long. */
    private static final long LOOP_BLOCKED_MS = 100;

    /** The top says what was slow; the rest is the same each time, and would fill the log at a start. */
    private static final int FRAMES_SHOWN_MAX = 12;

    /** Looks at the master key's fingerprint: the first command of a cold connection may be late. 1 s in all. */
    private static final int KEY_CHECKS_MAX = 4;

    private static final int WARM_UP_ROUNDS = 12;
    private static final int WARM_UP_TOKENS = 200;

    private final Vertx vertx;
    private final RedisLink auditLink;
    private final Context auditContext;
    private final Shared shared;
    private final Embedders embedders;

    private Instance(Vertx vertx, RedisLink auditLink, Context auditContext, Shared shared, Embedders embedders) {
        this.vertx = vertx;
        this.auditLink = auditLink;
        this.auditContext = auditContext;
        this.shared = shared;
        this.embedders = embedders;
    }

    /**
     * Loads what takes time to load. Blocks for about a second.
     *
     * @throws IOException if a secret or the gateway's file cannot be read, or a secret cannot be made
     * @throws IllegalArgumentException if a setting is wrong
     */
    public static Instance create(ServiceConfig config) throws IOException {
        return create(config, GatewayConfigs.load(config.environment()));
    }

    /**
     * The same, with what the gateway was told.
     *
     * @throws IOException if a secret cannot be read or made
     * @throws IllegalArgumentException if the gateway does not know the model of summaries
     */
    static Instance create(ServiceConfig config, GatewayConfig gatewayConfig) throws IOException {
        requireModel(config.summary().model(), gatewayConfig);
        GatewayShared gateway = GatewayShared.create(gatewayConfig);
        Metrics metrics = new Metrics();
        metrics.gateway().showHealth(gateway::health);
        Tokens tokens =
                new Tokens(SigningKey.loadOrMake(config.secrets(), config.auth().algorithm()), InstantSource.system());
        ApplicationKeys keys = ApplicationKeys.load(config.secrets());
        List<Issuer> issuers = config.auth().issuers().isPresent()
                ? IssuersFile.read(config.auth().issuers().get())
                : List.of();
        TokenCounter counter = JtokkitCounter.load();
        Embedders embedders = Embedders.load(config.recall().embedder());
        embedders.problem().ifPresent(problem -> LOG.log(System.Logger.Level.WARNING, "recall is coarser: " + problem));
        TraitExtractor traits = extractor(config.traitModel());
        Vault vault = vault(config, MasterKey::loadOrMake);
        tellMasterKeys(vault.fingerprints());
        vault.warmUp();
        warmUp(counter, embedders, traits);
        tokens.warmUp(WARM_UP_ROUNDS);

        Vertx vertx = vertx(config, metrics);
        EmbeddingPool pool = new EmbeddingPool(
                embedders, config.recall().embedThreads(), config.recall().embedQueueMax(), metrics::textTruncated);
        MemoryCache cache =
                new MemoryCache(MemoryCache.WEIGHT_BYTES_MAX, embedders.main().space());
        metrics.cache("rapport.memory.cache", "Memories of users seen lately, estimated", cache::weightBytes);
        RedisMemoryLog log = RedisMemoryLog.connect(config.redisDurable(), vault);
        RedisLink auditLink =
                new RedisLink(vertx, "durable", config.redisDurable(), ThreadLocalRandom.current(), metrics::redisCall);
        Context auditContext = vertx.getOrCreateContext();
        AuditTrail audit = new AuditTrail(
                vertx, auditContext, new RedisAudit(auditLink, config.instance()), metrics::auditDropped);
        Shared shared = new Shared(
                config,
                metrics,
                tokens,
                keys,
                issuers,
                traits,
                new Shared.Memory(
                        embedders, pool, new MemoryLoader(cache, log), log, log, log.book(), log.userKeys(), vault),
                counter,
                new MessageTexts(),
                gateway,
                OpenApi.load(),
                audit,
                InstantSource.system());
        return new Instance(vertx, auditLink, auditContext, shared, embedders);
    }

    private static void requireModel(String alias, GatewayConfig gateway) {
        if (!alias.isEmpty() && !gateway.models().containsKey(alias)) {
            throw new IllegalArgumentException("summary.model: " + alias + " (expected: empty, or one of "
                    + new TreeSet<>(gateway.models().keySet()) + ")");
        }
    }

    /** Begins to serve; completed when every loop listens. Fails if the master key is not that of the texts in the store. */
    public Future<Void> start() {
        auditContext.runOnContext(_ -> auditLink.open());
        return checked(KEY_CHECKS_MAX).compose(_ -> listen());
    }

    private Future<Void> checked(int tries) {
        return Future.fromCompletionStage(shared.memory().keys().check(), vertx.getOrCreateContext())
                .recover(failure -> tries > 1 ? checked(tries - 1) : unchecked(failure));
    }

    /* A store that is away is no reason not to start. What the key does not fit is told by each turn then, and no key is made. */
    private static Future<Void> unchecked(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof MemoryLogUnavailable) {
            LOG.log(System.Logger.Level.WARNING, "master key not checked: " + cause.getMessage());
            return Future.succeededFuture();
        }
        return Future.failedFuture(cause);
    }

    private Future<Void> listen() {
        List<Future<String>> loops = new ArrayList<>();
        for (int loop = 1; loop <= shared.config().loops(); loop++) {
            loops.add(vertx.deployVerticle(new ChatServer(shared, loop)));
        }
        return Future.all(loops).mapEmpty();
    }

    /** Ends in order: no more requests, then the audit records that are still waiting, then the rest. */
    public Future<Void> stop() {
        List<Future<Void>> undeployed = new ArrayList<>();
        vertx.deploymentIDs().forEach(id -> undeployed.add(vertx.undeploy(id)));
        return Future.join(undeployed)
                .otherwiseEmpty()
                .compose(_ -> shared.audit().flushed())
                .compose(_ -> auditLink.close())
                .eventually(() -> {
                    shared.memory().log().close();
                    shared.memory().pool().close();
                    embedders.close();
                    shared.metrics().close();
                    return vertx.close();
                });
    }

    /** Who answers, in a few words. */
    public String answers() {
        return shared.gateway().answers();
    }

    /** How master keys come out of the folder of secrets. */
    interface MasterKeys {
        List<MasterKey> of(Path secrets) throws IOException;
    }

    /**
     * What opens the users' keys, as the settings have it.
     *
     * @throws IOException if the file of master keys is asked for and cannot be used
     */
    static Vault vault(ServiceConfig config, MasterKeys file) throws IOException {
        ServiceConfig.EncryptionConfig encryption = config.encryption();
        List<MasterKey> masters = encryption.masterKey().isPresent()
                ? MasterKey.parseAll(encryption.masterKey().get(), "encryption.master-key")
                : file.of(config.secrets());
        return new AesVault(masters, encryption.on());
    }

    private static void tellMasterKeys(List<String> fingerprints) {
        if (fingerprints.size() > 1) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "master keys: {0} wraps, {1} can open",
                    Vault.show(fingerprints.subList(0, 1)),
                    Vault.show(fingerprints.subList(1, fingerprints.size())));
        }
    }

    private static Vertx vertx(ServiceConfig config, Metrics metrics) {
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(config.loops())
                .setBlockedThreadCheckInterval(LOOP_BLOCKED_MS / 2)
                .setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS)
                .setMaxEventLoopExecuteTime(LOOP_BLOCKED_MS)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS));
        ((VertxInternal) vertx).blockedThreadChecker().setThreadBlockedHandler(event -> {
            metrics.loopBlocked();
            Throwable where = new Throwable("what it was doing when it was looked at");
            StackTraceElement[] stack = event.thread().getStackTrace();
            where.setStackTrace(Arrays.copyOf(stack, Math.min(stack.length, FRAMES_SHOWN_MAX)));
            LOG.log(
                    System.Logger.Level.WARNING,
                    event.thread().getName() + " has been blocked for "
                            + TimeUnit.NANOSECONDS.toMillis(event.duration()) + " ms",
                    where);
        });
        return vertx;
    }

    private static TraitExtractor extractor(Optional<Path> model) throws IOException {
        return model.isPresent() ? new TraitExtractor(TraitModel.load(model.get())) : new TraitExtractor();
    }

    /* The first requests would otherwise meet code that has never run, all loops at once. */
    private static void warmUp(TokenCounter counter, Embedders embedders, TraitExtractor traits) {
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            String text = "Warming up, round " + i + ": my sister lives in Porto and I like tea.";
            counter.count(text);
            new Digester(counter, new MessageTexts())
                    .digest(List.of(new PastMessage("g", true, (text + "\n").repeat(WARM_UP_ROUNDS))), WARM_UP_TOKENS);
            traits.extract(text);
            embedders.main().embed(text);
            embedders.fast().ifPresent(fast -> fast.embedQuestion(text));
        }
    }
}
