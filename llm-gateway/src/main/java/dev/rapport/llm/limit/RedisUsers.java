package dev.rapport.llm.limit;

import dev.rapport.llm.LlmReply;
import dev.rapport.llm.Quota;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Users' limits in Redis. While it is away each loop keeps to its share of every limit; see {@link LocalUsers}. */
public final class RedisUsers implements UserLimiter {
    /** An answer ends within 10 minutes; what is open longer is of a process that died. */
    private static final Duration LEASE = Duration.ofMinutes(11);

    private static final Duration AGAIN_AFTER = Duration.ofMillis(50);
    private static final int SETTLE_ATTEMPTS_MAX = 20;

    private final LimitLoop loop;
    private final StoreClock clock;
    private final Patience patience;
    private final LocalUsers local;
    private boolean away;

    /** The limits of all users, seen from one loop. */
    public RedisUsers(LimitLoop loop, StoreClock clock) {
        this.loop = loop;
        this.clock = clock;
        this.patience = new Patience(loop);
        this.local = new LocalUsers(loop.share());
    }

    @Override
    public Future<Reply> reserve(Ask ask) {
        if (!ask.plan().limits() && ask.times().quantum().isZero()) { // nothing to limit, nobody to be fair to
            return Future.succeededFuture(new Reply.Granted(Duration.ZERO, cameMicros(ask), true, Quota.NONE));
        }
        Promise<Reply> reply = Promise.promise();
        ask(ask, words(ask), reply);
        return reply.future();
    }

    @Override
    public void settle(Ask ask, boolean sent, long tokens, long costMicros) {
        if (ask.plan().limits()) {
            local.settle(ask.user(), ask.id(), sent, tokens);
            List<String> words = words("s", ask);
            words.add(Long.toString(sent ? tokens : 0));
            words.add(Long.toString(sent ? costMicros : 0));
            words.add(sent ? "1" : "0");
            settle(ask, words, SETTLE_ATTEMPTS_MAX);
        }
    }

    private void settle(Ask ask, List<String> words, int attempts) {
        loop.scripts().run(Script.USER, keys(ask), words).onFailure(_ -> {
            if (attempts > 1) { // else its lease charges it in full
                loop.timers()
                        .after(
                                AGAIN_AFTER.multipliedBy(SETTLE_ATTEMPTS_MAX + 1L - attempts),
                                () -> settle(ask, words, attempts - 1));
            }
        });
    }

    private List<String> words(Ask ask) {
        List<String> words = words(ask.plan().limits() ? "r" : "t", ask);
        for (long number : new long[] {
            ask.tokens(),
            ask.costMicros(),
            LocalPool.micros(ask.times().waitMax()),
            ask.plan().dayTokens(),
            ask.plan().dayCostMicros(),
            ask.plan().openMax(),
            LocalPool.micros(LEASE),
            LocalPool.micros(ask.times().quantum()),
            cameMicros(ask)
        }) {
            words.add(Long.toString(number));
        }
        return words;
    }

    private void ask(Ask ask, List<String> words, Promise<Reply> reply) {
        loop.scripts()
                .run(Script.USER, keys(ask), words)
                .map(said -> read(ask.plan(), said))
                .onComplete((read, failure) -> {
                    if (failure == null) {
                        patience.well();
                        away = false;
                        reply.complete(read);
                    } else if (patience.ended()) {
                        if (!away) {
                            away = true;
                            loop.listener().fellBack("users");
                        }
                        reply.complete(local.reserve(ask, clock.micros()));
                    } else {
                        loop.timers().after(AGAIN_AFTER, () -> ask(ask, words, reply));
                    }
                });
    }

    private static List<String> keys(Ask ask) {
        return List.of(ask.user() + ":limit", ask.user() + ":limit:open");
    }

    private static List<String> words(String op, Ask ask) {
        PlanLimit plan = ask.plan();
        List<String> words = new ArrayList<>(List.of(op, ask.id()));
        for (long number : new long[] {
            plan.requestsPerMinute(), plan.tokensPerMinute(), plan.requestsPerMinute(), plan.tokensPerMinute()
        }) {
            words.add(Long.toString(number));
        }
        return words;
    }

    private long cameMicros(Ask ask) {
        return clock.micros() - LocalPool.micros(ask.times().age());
    }

    private static Reply read(PlanLimit plan, List<Object> said) {
        long[] n = said.stream()
                .mapToLong(word -> Long.parseLong(String.valueOf(word)))
                .toArray();
        Quota quota = plan.limits()
                ? new Quota(
                        new Quota.Limit(plan.requestsPerMinute(), (int) n[3], LocalPool.ofMicros(n[5])),
                        new Quota.Limit(plan.tokensPerMinute(), (int) n[4], LocalPool.ofMicros(n[6])))
                : Quota.NONE;
        return n[0] == 1
                ? new Reply.Granted(LocalPool.ofMicros(n[1]), n[2], n[7] == 1, quota)
                : new Reply.Refused(limit(n[1]), LocalPool.ofMicros(n[2]), quota);
    }

    private static LlmReply.Limit limit(long word) {
        return switch ((int) word) {
            case 1 -> LlmReply.Limit.REQUESTS;
            case 2 -> LlmReply.Limit.TOKENS;
            case 3 -> LlmReply.Limit.BUDGET;
            case 4 -> LlmReply.Limit.OPEN;
            default -> throw new IllegalStateException("limit: " + word + " (expected: 1..4)");
        };
    }
}
