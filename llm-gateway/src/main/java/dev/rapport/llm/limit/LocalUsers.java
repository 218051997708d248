package dev.rapport.llm.limit;

import dev.rapport.llm.LlmReply;
import dev.rapport.llm.Quota;
import dev.rapport.llm.limit.UserLimiter.Ask;
import dev.rapport.llm.limit.UserLimiter.Reply;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Users' limits while the store is away: each loop's share of what is allowed in a minute, from nothing, so that all loops
 * together never give more than the limit. Day budgets and open answers are not counted here; the audit has them.
 */
final class LocalUsers {
    /** The one who has not been here longest is forgotten, and begins at nothing again. */
    static final int USERS_MAX = 10_000;

    private final int share;
    private final Map<String, User> users = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, User> eldest) {
            return size() > USERS_MAX;
        }
    };

    LocalUsers(int share) {
        this.share = share;
    }

    Reply reserve(Ask ask, long nowMicros) {
        PlanLimit plan = ask.plan();
        KeyLimit limit = new KeyLimit("user", plan.requestsPerMinute(), plan.tokensPerMinute());
        long start = nowMicros - LocalPool.micros(ask.times().age());
        if (!plan.limits()) {
            return new Reply.Granted(Duration.ZERO, start, true, Quota.NONE);
        }
        User user = users.computeIfAbsent(ask.user(), _ -> new User(new LocalKey(limit, share, false, nowMicros)));
        user.key.refill(nowMicros);
        if (!user.key.admits(nowMicros, ask.tokens())) {
            return new Reply.Refused(LlmReply.Limit.REQUESTS, Duration.ofMinutes(1), Quota.NONE);
        }
        user.open.put(ask.id(), user.key.hold(ask.tokens(), nowMicros, 0));
        return new Reply.Granted(Duration.ZERO, start, true, Quota.NONE);
    }

    /**
     * Ends a reservation.
     *
     * @return whether it was made here
     */
    boolean settle(String userKey, String id, boolean sent, long tokens) {
        User user = users.get(userKey);
        LocalKey.Hold hold = user == null ? null : user.open.remove(id);
        if (user != null && hold != null) {
            user.key.ended(hold, sent, sent ? tokens : 0);
            return true;
        }
        return false;
    }

    private static final class User {
        private final LocalKey key;
        private final Map<String, LocalKey.Hold> open = new HashMap<>();

        User(LocalKey key) {
            this.key = key;
        }
    }
}
