package dev.rapport.llm.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.rapport.llm.Call;
import dev.rapport.llm.LlmListener.CacheOutcome;
import dev.rapport.llm.LlmReply;
import dev.rapport.llm.config.GatewayConfig.CacheConfig;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The answers that were given lately, and those that are being given. One for a process; thread-safe.
 *
 * <p>Only complete answers of a first choice are kept, at most {@link CacheConfig#bytesMax} of them, each for
 * {@link CacheConfig#life} from its end on. Answers that are being given are shared whatever becomes of them; there are no
 * more of those than calls to models, and each is forgotten when its call is over.
 */
public final class AnswerCache {
    private final long bytesMax;
    private final Cache<CacheKey, KeptAnswer> kept;
    private final ConcurrentMap<CacheKey, SharedAnswer> coming = new ConcurrentHashMap<>();

    /** An empty one. */
    public AnswerCache(CacheConfig config, Ticker ticker) {
        bytesMax = config.bytesMax();
        kept = Caffeine.newBuilder()
                .maximumWeight(bytesMax)
                .weigher((CacheKey _, KeptAnswer answer) -> answer.weight())
                .expireAfterWrite(config.life())
                .ticker(ticker)
                .executor(Runnable::run) // its upkeep is a few list moves, less than to wake another thread
                .build();
    }

    /**
     * Answers from what was kept, or with what is being answered, or else asks. Call it on the request's event loop, which
     * is where all of {@code call}, {@code heard} and the reply then run.
     *
     * <p>What is kept comes without a quota, since no limit was asked; what is shared comes with that of the request that
     * led. If that gets no answer, all get what it got. If a request's stop completes before it has its reply, the reply fails with a {@link java.util.concurrent.CancellationException}, as one that asked alone.
     *
     * @param ask asks the model on this event loop; called at most once, before this returns, and with a call that stops
     *     only when everybody has stopped who shares it
     */
    public Future<LlmReply> answer(
            CacheKey key, Call call, Function<Call, Future<LlmReply>> ask, Consumer<CacheOutcome> heard) {
        OwnLoop loop = OwnLoop.here();
        // first what is coming: it is kept before it is closed, so what has just left the one is in the other
        Optional<Follower> joined = Optional.ofNullable(coming.get(key)).flatMap(shared -> shared.join(loop, call));
        KeptAnswer known = joined.isPresent() ? null : kept.getIfPresent(key);
        if (known != null) {
            heard.accept(CacheOutcome.HIT);
            call.admitted().run();
            return Future.succeededFuture(new LlmReply.Answering(known.stream()));
        }
        Follower follower = joined.orElseGet(() -> joinOrLead(key, loop, call));
        heard.accept(follower.leads() ? CacheOutcome.MISS : CacheOutcome.SHARED);
        if (follower.leads()) {
            follower.shared().ask(ask);
        }
        return follower.reply();
    }

    /* Each turn of the loop either joins or takes one away that is over; its own call takes it away too, so that is soon. */
    private Follower joinOrLead(CacheKey key, OwnLoop loop, Call call) {
        SharedAnswer mine = new SharedAnswer(loop, call, (over, answer) -> over(key, over, answer));
        SharedAnswer there = coming.putIfAbsent(key, mine);
        while (there != null) {
            Optional<Follower> joined = there.join(loop, call);
            if (joined.isPresent()) {
                return joined.get();
            }
            coming.remove(key, there);
            there = coming.putIfAbsent(key, mine);
        }
        return mine.leader();
    }

    private void over(CacheKey key, SharedAnswer over, Optional<KeptAnswer> answer) {
        // what is larger than the bound would be evicted at once, but not before another loop could have found it
        answer.filter(worth -> worth.weight() <= bytesMax).ifPresent(worth -> kept.put(key, worth));
        coming.remove(key, over);
    }

    /** Forgets what is kept. Answers that are being given go on. */
    public void clear() {
        kept.invalidateAll();
    }

    /** How many answers are being given. */
    int coming() {
        return coming.size();
    }

    /** What is kept weighs, in bytes. */
    long weight() {
        return kept.policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElse(0))
                .orElse(0L);
    }
}
