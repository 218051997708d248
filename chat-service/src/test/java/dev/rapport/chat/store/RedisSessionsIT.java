package dev.rapport.chat.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.auth.KeptSession;
import dev.rapport.chat.turn.Session;
import dev.rapport.memory.Owner;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RedisSessionsIT {
    private static final Owner ADA = Owner.authenticated("ada");
    private static final Owner BOB = Owner.authenticated("bob");
    private static final int AT_ONCE = 40; // a link waits 250 ms for each reply
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    private static Path folder;

    private static LinkedRedis redis;
    private static RedisSessions sessions;

    @BeforeAll
    static void start() throws Exception {
        redis = LinkedRedis.withUsers(folder, "volatile");
        RedisLink link = redis.opened(redis.link("chat"));
        sessions = new RedisSessions(link);
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @Test
    void endAll_sessionsAndInvitesOfTheOwner_andNobodyElses() throws Exception {
        begin(ADA, "s_1", HOUR);
        begin(ADA, "s_2", HOUR);
        begin(BOB, "s_1", HOUR);
        redis.onLoop(() -> sessions.invite(ADA, "d", "free", HOUR));
        assertThat(redis.onLoop(() -> sessions.find(ADA, "s_1"))).hasValue(new KeptSession("c_1", "free"));
        assertThat(redis.onLoop(() -> sessions.invited(ADA, "d"))).hasValue("free");
        assertThat(redis.onLoop(() -> sessions.invited(BOB, "d"))).isEmpty();

        redis.onLoop(() -> sessions.end(ADA, "s_1"));
        assertThat(running(ADA, "s_1", "s_2")).containsExactly(false, true);
        redis.onLoop(() -> sessions.endAll(ADA));

        assertThat(running(ADA, "s_1", "s_2")).containsExactly(false, false);
        assertThat(redis.onLoop(() -> sessions.find(ADA, "s_2"))).isEmpty();
        assertThat(redis.onLoop(() -> sessions.invited(ADA, "d"))).isEmpty();
        assertThat(running(BOB, "s_1")).containsExactly(true);
        redis.onLoop(() -> sessions.endAll(ADA)); // once more is harmless
    }

    @Test
    void beginInvited_afterAllWereEnded_beginsNone() throws Exception {
        redis.onLoop(() -> sessions.invite(ADA, "e", "free", HOUR));
        assertThat(beginInvited("s_11")).isTrue();
        assertThat(beginInvited("s_12")).as("an invite is good more than once").isTrue();
        assertThat(running(ADA, "s_11", "s_12")).containsExactly(true, true);

        redis.onLoop(() -> sessions.endAll(ADA));

        assertThat(beginInvited("s_13")).isFalse();
        assertThat(running(ADA, "s_11", "s_12", "s_13")).containsExactly(false, false, false);
    }

    private static boolean beginInvited(String id) throws Exception {
        return redis.onLoop(() -> sessions.beginInvited(ADA, "e", id, new KeptSession("c_1", "free"), HOUR));
    }

    @Test
    void begin_oneTooMany_theOneThatWouldEndFirstEnds() throws Exception {
        Owner owner = Owner.authenticated("many");
        for (int from = 0; from < RedisSessions.COUNT_MAX; from += AT_ONCE) {
            int first = from;
            redis.onLoop(() -> Future.all(IntStream.range(first, first + AT_ONCE)
                    .mapToObj(i -> sessions.begin(
                            owner,
                            "s_" + i,
                            new KeptSession("c_1", ""),
                            i == 500 ? Duration.ofMinutes(1) : HOUR.plusSeconds(i)))
                    .toList()));
        }
        assertThat(running(owner, "s_500", "s_0")).containsExactly(true, true);

        begin(owner, "s_new", HOUR);

        assertThat(running(owner, "s_500", "s_0", "s_new")).containsExactly(false, true, true);
    }

    private static void begin(Owner owner, String id, Duration life) throws Exception {
        redis.onLoop(() -> sessions.begin(owner, id, new KeptSession("c_1", "free"), life));
    }

    private static List<Boolean> running(Owner owner, String... ids) throws Exception {
        return redis.onLoop(() -> sessions.areRunning(java.util.Arrays.stream(ids)
                .map(id -> new Session(owner, id, "c_1", "", Instant.EPOCH))
                .toList()));
    }
}
