package dev.rapport.llm.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.llm.LlmReply;
import dev.rapport.llm.Quota;
import dev.rapport.llm.limit.UserLimiter.Ask;
import dev.rapport.llm.limit.UserLimiter.Reply;
import dev.rapport.llm.limit.UserLimiter.Times;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Users' limits through a store that answers as it is told to. */
class RedisUsersTest {
    private static final PlanLimit PLAN = new PlanLimit("free", 60, 9_000, 100_000, 5_000_000, 3);
    private static final Times NO_AGE = new Times(Duration.ofSeconds(2), Duration.ZERO, Duration.ZERO);

    private final VirtualTime time = new VirtualTime();
    private final Store store = new Store();
    private final List<String> fellBack = new ArrayList<>();
    private final LimitLoop loop =
            new LimitLoop("i1/0", 1, store, time, time::nanos, () -> VirtualTime.START_MICROS, fellBack::add);
    private final RedisUsers users = new RedisUsers(loop, new StoreClock(loop));

    private static final class Store implements Scripts {
        private final Deque<List<Object>> replies = new ArrayDeque<>(); // empty: fails
        private final List<List<String>> keys = new ArrayList<>();
        private final List<List<String>> words = new ArrayList<>();
        private boolean up = true;

        @Override
        public Future<List<Object>> run(Script script, List<String> scriptKeys, List<String> arguments) {
            assertThat(script).isSameAs(Script.USER);
            keys.add(scriptKeys);
            words.add(List.copyOf(arguments));
            return replies.isEmpty()
                    ? Future.failedFuture("reply lost")
                    : Future.succeededFuture(replies.removeFirst());
        }

        @Override
        public boolean up() {
            return up;
        }

        void says(Object... reply) {
            replies.add(List.of(reply));
        }

        long ran(String op) {
            return words.stream().filter(each -> each.getFirst().equals(op)).count();
        }
    }

    private static Ask ask(String id, PlanLimit plan, Times times) {
        return new Ask(id, "{u7}", plan, 800, 1_200, times);
    }

    private Reply reserve(Ask ask) {
        return users.reserve(ask).result();
    }

    @Test
    void aPlanWithoutLimits_whileNobodyWaits_asksNobody() {
        time.pass(Duration.ofSeconds(9));
        Times old = new Times(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(4));
        assertThat(reserve(ask("r", PlanLimit.none("all"), old)))
                .isEqualTo(new Reply.Granted(Duration.ZERO, VirtualTime.START_MICROS + 5_000_000, true, Quota.NONE));
        assertThat(store.words).isEmpty();
    }

    @Test
    void reserve_saysLimits_thenWhatIsWanted() {
        store.says(1, 0, VirtualTime.START_MICROS, 59, 8_200, 1_000_000, 0, 1);
        reserve(ask("r", PLAN, new Times(Duration.ofSeconds(2), Duration.ofMillis(120), Duration.ofMillis(30))));
        assertThat(store.keys).containsExactly(List.of("{u7}:limit", "{u7}:limit:open"));
        assertThat(store.words)
                .containsExactly(List.of(
                        "r r 60 9000 60 9000 800 1200 2000000 100000 5000000 3 660000000 120000 1799999999970000"
                                .split(" ", -1)));
    }

    @Test
    void aPlanWithoutLimits_whileOthersWait_isOnlyGivenItsPlaceInTime() {
        store.says(1, 0, VirtualTime.START_MICROS + 9_000_000, 0, 0, 0, 0, 0);
        Times waiting = new Times(Duration.ZERO, Duration.ofMillis(120), Duration.ZERO);
        assertThat(reserve(ask("r", PlanLimit.none("all"), waiting)))
                .isEqualTo(new Reply.Granted(Duration.ZERO, VirtualTime.START_MICROS + 9_000_000, false, Quota.NONE));
        assertThat(store.ran("t")).isEqualTo(1);
    }

    @Test
    void granted_tellsWhenAndWhatIsLeft() {
        store.says(1, 250_000, VirtualTime.START_MICROS, 59, 8_200, 1_000_000, 5_000, 1);
        assertThat(reserve(ask("r", PLAN, NO_AGE)))
                .isEqualTo(new Reply.Granted(
                        Duration.ofMillis(250),
                        VirtualTime.START_MICROS,
                        true,
                        new Quota(
                                new Quota.Limit(60, 59, Duration.ofSeconds(1)),
                                new Quota.Limit(9_000, 8_200, Duration.ofMillis(5)))));
    }

    @Test
    void refused_tellsWhyAndUntilWhen() {
        List<LlmReply.Limit> kinds =
                List.of(LlmReply.Limit.REQUESTS, LlmReply.Limit.TOKENS, LlmReply.Limit.BUDGET, LlmReply.Limit.OPEN);
        for (int kind = 1; kind <= 4; kind++) {
            store.says(0, kind, 3_000_000, 0, 0, 0, 0, 1);
            Quota nothing = new Quota(new Quota.Limit(60, 0, Duration.ZERO), new Quota.Limit(9_000, 0, Duration.ZERO));
            assertThat(reserve(ask("r" + kind, PLAN, NO_AGE)))
                    .isEqualTo(new Reply.Refused(kinds.get(kind - 1), Duration.ofSeconds(3), nothing));
        }
    }

    @Test
    void whoIsPushedBack_isNotTheFirstOfItsUser() {
        store.says(1, 0, VirtualTime.START_MICROS, 0, 0, 0, 0, 1);
        store.says(1, 0, VirtualTime.START_MICROS + 1, 0, 0, 0, 0, 0);
        assertThat(((Reply.Granted) reserve(ask("1", PLAN, NO_AGE))).firstOfUser())
                .isTrue();
        assertThat(((Reply.Granted) reserve(ask("2", PLAN, NO_AGE))).firstOfUser())
                .isFalse();
    }

    @Test
    void aReplyThatIsLost_isAskedForAgain_withTheSameWords() {
        Future<Reply> reply = users.reserve(ask("r", PLAN, NO_AGE));
        assertThat(reply.isComplete()).isFalse();
        store.says(1, 0, VirtualTime.START_MICROS, 59, 8_200, 0, 0, 1);
        time.pass(Duration.ofMillis(50));
        assertThat(reply.result()).isInstanceOf(Reply.Granted.class);
        assertThat(store.words).hasSize(2);
        assertThat(store.words.get(1)).isEqualTo(store.words.get(0));
    }

    @Test
    void aReplyThatIsNone_isAFailureLikeOthers() {
        store.says("nonsense");
        Future<Reply> reply = users.reserve(ask("r", PLAN, NO_AGE));
        store.says(1, 0, VirtualTime.START_MICROS, 59, 8_200, 0, 0, 1);
        time.pass(Duration.ofMillis(50));
        assertThat(reply.result()).isInstanceOf(Reply.Granted.class);
    }

    @Test
    void linkDown_twoFailures_decidesByItself_fromNothing() {
        store.up = false;
        Future<Reply> first = users.reserve(ask("1", PLAN, NO_AGE));
        assertThat(first.isComplete()).isFalse();
        time.pass(Duration.ofMillis(50));
        assertThat(first.result()).isInstanceOf(Reply.Refused.class);
        assertThat(fellBack).contains("users");

        time.pass(Duration.ofSeconds(6)); // 900 tokens, six requests
        assertThat(reserve(ask("2", PLAN, NO_AGE))).isInstanceOf(Reply.Granted.class);
        assertThat(reserve(ask("3", PLAN, NO_AGE))).isInstanceOf(Reply.Refused.class);
    }

    @Test
    void linkUp_butLate_isGivenUpAfterTwoSecondsOnly() {
        Future<Reply> reply = users.reserve(ask("r", PLAN, NO_AGE));
        time.pass(Duration.ofMillis(1_999));
        assertThat(reply.isComplete()).isFalse();
        time.pass(Duration.ofMillis(51));
        assertThat(reply.succeeded()).isTrue();
    }

    @Test
    void whatWasReservedWithoutTheStore_isSettledThereToo_asItMayHaveRun() {
        store.up = false;
        users.reserve(ask("1", PLAN, NO_AGE));
        time.pass(Duration.ofSeconds(6));
        Ask here = ask("2", PLAN, NO_AGE);
        assertThat(reserve(here)).isInstanceOf(Reply.Granted.class);
        users.settle(here, true, 100, 7);
        assertThat(store.ran("s")).isEqualTo(1);
    }

    @Test
    void settle_saysWhatWasUsed_orThatNothingWasSent() {
        store.says(1, 0, 0, 59, 8_200, 0, 0, 1);
        store.says(1, 0, 0, 59, 8_200, 0, 0, 1);
        users.settle(ask("1", PLAN, NO_AGE), true, 321, 77);
        users.settle(ask("2", PLAN, NO_AGE), false, 321, 77);
        assertThat(store.words)
                .containsExactly(
                        List.of("s 1 60 9000 60 9000 321 77 1".split(" ", -1)),
                        List.of("s 2 60 9000 60 9000 0 0 0".split(" ", -1)));
        assertThat(time.pending()).isZero();
    }

    @Test
    void settle_ofAPlanWithoutLimits_saysNothing() {
        users.settle(ask("1", PlanLimit.none("all"), NO_AGE), true, 321, 77);
        assertThat(store.words).isEmpty();
    }

    @Test
    void settle_thatFails_isTriedAgain_untilItWorks() {
        users.settle(ask("1", PLAN, NO_AGE), true, 321, 77);
        time.pass(Duration.ofMillis(100));
        store.says(1, 0, 0, 59, 8_200, 0, 0, 1);
        time.pass(Duration.ofSeconds(20));
        assertThat(store.words).hasSize(3);
        assertThat(time.pending()).isZero();
    }

    @Test
    void settle_thatFailsForLong_isLeftToItsLease() {
        users.settle(ask("1", PLAN, NO_AGE), true, 321, 77);
        time.pass(Duration.ofSeconds(60));
        assertThat(store.words).hasSize(20);
        assertThat(time.pending()).isZero();
    }
}
