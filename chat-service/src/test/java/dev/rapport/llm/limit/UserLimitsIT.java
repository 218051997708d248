package dev.rapport.llm.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.llm.LlmReply.Limit;
import dev.rapport.llm.limit.UserLimiter.Ask;
import dev.rapport.llm.limit.UserLimiter.Reply;
import dev.rapport.llm.limit.UserLimiter.Reply.Granted;
import dev.rapport.llm.limit.UserLimiter.Reply.Refused;
import dev.rapport.llm.limit.UserLimiter.Times;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The users' limits on a real Redis. */
@Timeout(60)
class UserLimitsIT {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Times AT_ONCE = new Times(Duration.ZERO, Duration.ZERO, Duration.ZERO);

    @TempDir
    private Path folder;

    private RedisRig rig;
    private RedisRig.OneLoop loop;
    private RedisUsers users;

    @BeforeEach
    void start() throws Exception {
        rig = new RedisRig(folder);
        loop = rig.loop("i1/0", 1, Duration.ofHours(-5));
        users = new RedisUsers(loop.limits, loop.clock);
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    private Reply reserve(PlanLimit plan, String id, int tokens) throws Exception {
        return reserve(new Ask(id, "{u}", plan, tokens, 10, AT_ONCE));
    }

    private Reply reserve(Ask ask) throws Exception {
        return loop.run(() -> users.reserve(ask));
    }

    private void settle(PlanLimit plan, String id, boolean sent, int tokens) throws Exception {
        loop.tell(() -> users.settle(new Ask(id, "{u}", plan, 1, 10, AT_ONCE), sent, tokens, tokens));
    }

    private static Duration refused(Reply reply, Limit limit) {
        assertThat(reply)
                .isInstanceOfSatisfying(
                        Refused.class, it -> assertThat(it.limit()).isEqualTo(limit));
        return ((Refused) reply).retryAfter();
    }

    private static Granted granted(Reply reply) {
        assertThat(reply).isInstanceOf(Granted.class);
        return (Granted) reply;
    }

    @Test
    void requests_thoseOfAMinuteGo_theNextWaitsOrIsRefused() throws Exception {
        PlanLimit plan = new PlanLimit("three", 3, 0, 0, 0, 0);
        for (int i = 0; i < 3; i++) {
            Granted granted = granted(reserve(plan, "r" + i, 1));
            assertThat(granted.readyIn()).isZero();
            assertThat(granted.quota().requests().left()).isEqualTo(2 - i);
        }
        assertThat(refused(reserve(plan, "r3", 1), Limit.REQUESTS))
                .isBetween(Duration.ofSeconds(15), Duration.ofSeconds(20));
        Ask patient = new Ask("r4", "{u}", plan, 1, 0, new Times(MINUTE, Duration.ZERO, Duration.ZERO));
        assertThat(granted(reserve(patient)).readyIn()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(20));
        assertThat(granted(reserve(new Ask("r5", "{v}", plan, 1, 0, AT_ONCE))).readyIn())
                .isZero();
    }

    @Test
    void tokens_areCountedAsReserved_andThenAsUsed() throws Exception {
        PlanLimit plan = new PlanLimit("tokens", 0, 600, 0, 0, 0);
        granted(reserve(plan, "a", 400));
        assertThat(refused(reserve(plan, "b", 400), Limit.TOKENS))
                .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(20));
        settle(plan, "a", true, 100);
        settle(plan, "a", true, 100); // told twice
        assertThat(granted(reserve(plan, "c", 400)).quota().tokens().left()).isBetween(100, 150);
    }

    @Test
    void settle_ofAUserWhoWasErasedMeanwhile_keepsNothing() throws Exception {
        PlanLimit plan = new PlanLimit("three", 3, 0, 0, 0, 0);
        granted(reserve(plan, "a", 1));
        rig.ask(Command.DEL, "{u}:limit", "{u}:limit:open");
        settle(plan, "a", true, 1);
        granted(reserve(new Ask("b", "{v}", plan, 1, 0, AT_ONCE))); // answered after it
        assertThat(rig.ask(Command.EXISTS, "{u}:limit", "{u}:limit:open")).isEqualTo("0");
    }

    @Test
    void dayBudget_ofTokensOrOfCost_isRefusedUntilMidnight() throws Exception {
        PlanLimit plan = new PlanLimit("day", 0, 0, 100, 0, 0);
        granted(reserve(plan, "a", 60));
        assertThat(refused(reserve(plan, "b", 60), Limit.BUDGET)).isBetween(Duration.ofMillis(1), Duration.ofDays(1));
        settle(plan, "a", true, 10);
        granted(reserve(plan, "c", 60));
        settle(plan, "c", true, 60);
        refused(reserve(plan, "d", 31), Limit.BUDGET);
        granted(reserve(plan, "e", 30));

        PlanLimit cost = new PlanLimit("cost", 0, 0, 0, 15, 0);
        granted(reserve(new Ask("a", "{v}", cost, 1, 10, AT_ONCE)));
        refused(reserve(new Ask("b", "{v}", cost, 1, 10, AT_ONCE)), Limit.BUDGET);
    }

    @Test
    void dayBudget_beginsAnewWithTheDay() throws Exception {
        PlanLimit plan = new PlanLimit("day", 0, 0, 100, 0, 0);
        granted(reserve(plan, "a", 100));
        settle(plan, "a", true, 100);
        refused(reserve(plan, "b", 1), Limit.BUDGET);
        long yesterday = Long.parseLong(rig.ask(Command.HGET, "{u}:limit", "day")) - 1;
        rig.ask(Command.HSET, "{u}:limit", "day", Long.toString(yesterday));
        granted(reserve(plan, "c", 100));
    }

    @Test
    void open_asManyAsThePlanSays() throws Exception {
        PlanLimit plan = new PlanLimit("one", 0, 0, 0, 0, 1);
        granted(reserve(plan, "a", 1));
        assertThat(refused(reserve(plan, "b", 1), Limit.OPEN)).isEqualTo(SECOND);
        settle(plan, "a", true, 1);
        granted(reserve(plan, "b", 1));
    }

    @Test
    void settle_ofWhatWasNotSent_givesBack_andOfWhatWasSentDoesNot() throws Exception {
        PlanLimit plan = new PlanLimit("one", 1, 600, 1_000, 0, 0);
        granted(reserve(plan, "a", 500));
        settle(plan, "a", false, 400);
        Granted again = granted(reserve(plan, "b", 500));
        assertThat(again.quota().tokens().left()).isEqualTo(100);
        settle(plan, "b", true, 400);
        refused(reserve(plan, "c", 1), Limit.REQUESTS);
        assertThat(rig.ask(Command.HMGET, "{u}:limit", "dt", "dht", "ht")).isEqualTo("[400, 0, 0]");
    }

    @Test
    void reserve_whoseReplyWasLost_saysTheSameAgain_andReservesNothingMore() throws Exception {
        PlanLimit plan = new PlanLimit("plan", 60, 0, 0, 0, 0);
        for (PlanLimit each : List.of(plan, PlanLimit.none("none"))) {
            Ask ask = new Ask("a", "{" + each.plan() + "}", each, 1, 0, new Times(MINUTE, SECOND, Duration.ZERO));
            Granted first = granted(reserve(ask));
            Granted again = granted(reserve(ask));
            assertThat(first.firstOfUser()).isTrue();
            assertThat(again.firstOfUser()).isTrue();
            assertThat(again.startMicros()).isEqualTo(first.startMicros());
            assertThat(again.quota().requests().left())
                    .isEqualTo(first.quota().requests().left());
            Granted next = granted(reserve(new Ask("b", ask.user(), each, 1, 0, ask.times())));
            assertThat(next.firstOfUser()).isFalse();
            assertThat(next.startMicros()).isEqualTo(first.startMicros() + LocalPool.micros(SECOND));
        }
    }

    @Test
    void reservationOfAProcessThatDied_isChargedInFull_andIsOpenNoLonger() throws Exception {
        List<String> keys = List.of("{u}:limit", "{u}:limit:open");
        String leaseMicros = "1000";
        loop.run(() -> loop.scripts.run(
                Script.USER,
                keys,
                List.of("r", "dead", "0", "0", "0", "0", "60", "7", "0", "100", "0", "1", leaseMicros, "0", "0")));
        RedisRig.pass(Duration.ofMillis(5));
        PlanLimit plan = new PlanLimit("one", 0, 0, 100, 0, 1);
        refused(reserve(plan, "a", 41), Limit.BUDGET);
        granted(reserve(plan, "a", 40));
        assertThat(rig.ask(Command.HMGET, "{u}:limit", "dt", "dc", "dht")).isEqualTo("[60, 7, 40]");
    }

    @Test
    void keys_endAfterTwoDays() throws Exception {
        granted(reserve(new PlanLimit("plan", 60, 0, 0, 0, 0), "a", 1));
        for (String key : List.of("{u}:limit", "{u}:limit:open")) {
            assertThat(Long.parseLong(rig.ask(Command.PTTL, key))).isBetween(172_700_000L, 172_800_000L);
        }
    }
}
