package dev.rapport.chat.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.chat.stream.AnswerEvent;
import dev.rapport.chat.stream.AnswerEvent.Place;
import dev.rapport.chat.stream.AnswerLog.Asked;
import dev.rapport.chat.stream.AnswerLog.Claim;
import dev.rapport.chat.stream.AnswerLog.Kept;
import dev.rapport.chat.stream.AnswerLog.Page;
import dev.rapport.chat.stream.AnswerLog.State;
import dev.rapport.chat.stream.AnswerLog.Taken;
import dev.rapport.memory.Owner;
import dev.rapport.memory.Vault;
import dev.rapport.memory.seal.AesVault;
import dev.rapport.memory.seal.MasterKey;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who makes an answer, and what is kept of it, in a real Redis with the rights that the service has there. */
@Timeout(60)
class RedisAnswersIT {
    private static final Owner ADA = Owner.authenticated("ada");
    private static final Owner BOB = Owner.authenticated("bob");
    private static final String STREAM = "gen_1";
    private static final Vault VAULT = new AesVault(MasterKey.parse("ab".repeat(32), "test"), true);
    private static final Asked ASKED = new Asked("key", "{\"message\":\"Ahoy?\"}", 1);
    private static final Asked ASKED_BY_ANOTHER = new Asked("key", ASKED.request(), 5);

    @TempDir
    private Path folder;

    private LinkedRedis redis;
    private RedisLink operator;
    private RedisBeacon beacon;
    private RedisAnswers answers;

    @BeforeEach
    void start() throws Exception {
        redis = LinkedRedis.withUsers(folder, "volatile");
        operator = redis.opened(redis.link("operator"));
        RedisLink link = redis.opened(redis.link("chat"));
        beacon = new RedisBeacon(redis.link("chat"), new SplittableRandom(2));
        redis.onLoop(beacon::open);
        answers = new RedisAnswers(link, beacon, Duration.ofMinutes(15), VAULT);
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    @Test
    void claim_isOneMakers_andItsKeyIsThatRequests() throws Exception {
        assertThat(claim(ADA, STREAM)).isEqualTo(new Claim.Ours());
        assertThat(redis.onLoop(() -> answers.claim(ADA, STREAM, ASKED_BY_ANOTHER)))
                .isEqualTo(new Claim.Made());
        assertThat(claim(ADA, "gen_2")).isEqualTo(new Claim.Conflict());
        assertThat(claim(BOB, "gen_2")).isEqualTo(new Claim.Ours());
    }

    @Test
    void abandon_ofWhatHasNotBegun_leavesNothing_andOfWhatHas_nothingHappens() throws Exception {
        claim(ADA, STREAM);
        redis.onLoop(() -> answers.abandon(ADA, STREAM, 1, "key"));
        assertThat(claim(ADA, "gen_2")).isEqualTo(new Claim.Ours());

        append(1, token(1, "Ahoy"), "gen_2");
        redis.onLoop(() -> answers.abandon(ADA, "gen_2", 1, "key"));
        assertThat(redis.onLoop(() -> answers.claim(ADA, "gen_2", ASKED_BY_ANOTHER)))
                .isEqualTo(new Claim.Made());
    }

    /** As if the reply to each first try had been late. */
    @Test
    void whatIsAskedTwice_isDoneOnce() throws Exception {
        AnswerEvent done = new AnswerEvent(new Place(3, 0), "done", "{}");
        assertThat(claim(ADA, STREAM)).isEqualTo(new Claim.Ours());
        assertThat(claim(ADA, STREAM)).isEqualTo(new Claim.Ours());

        append(1, token(1, "Ahoy"), STREAM);
        assertThat(redis.onLoop(() -> answers.append(ADA, STREAM, 1, List.of(token(1, "Ahoy"), token(2, "!")))))
                .isEqualTo(Kept.KEPT);
        assertThat(append(1, done, STREAM)).isEqualTo(Kept.KEPT);
        assertThat(append(1, done, STREAM)).isEqualTo(Kept.KEPT);

        assertThat(read(Place.START)).isEqualTo(new Page(State.ENDED, List.of(token(1, "Ahoy"), token(2, "!"), done)));
        assertThat(claim(ADA, STREAM)).isEqualTo(new Claim.Made());
    }

    @Test
    void append_toALogThatWasEmptied_saysSo() throws Exception {
        claim(ADA, STREAM);
        redis.onLoop(() -> operator.send(Request.cmd(Command.FLUSHALL)));

        assertThat(append(1, token(1, "Ahoy"), STREAM)).isEqualTo(Kept.GONE);
    }

    @Test
    void read_hasTheEventsAfterThePlace_andSaysWhetherMoreWillCome() throws Exception {
        assertThat(read(Place.START)).isEqualTo(new Page(State.UNKNOWN, List.of()));
        claim(ADA, STREAM);
        AnswerEvent recalled = new AnswerEvent(new Place(0, 1), "recalled", "{}");
        redis.onLoop(() -> answers.append(ADA, STREAM, 1, List.of(recalled, token(1, "Ahoy\n ü😀"), token(2, ""))));

        assertThat(read(Place.START))
                .isEqualTo(new Page(State.RUNNING, List.of(recalled, token(1, "Ahoy\n ü😀"), token(2, ""))));
        assertThat(read(new Place(1, 0)).events()).containsExactly(token(2, ""));

        append(1, new AnswerEvent(new Place(3, 0), "done", "{}"), STREAM);
        assertThat(read(new Place(3, 0))).isEqualTo(new Page(State.ENDED, List.of()));
        assertThat(append(1, token(4, "more"), STREAM)).isEqualTo(Kept.LOST);
    }

    @Test
    void takeOver_ofASilentMaker_locksItOut() throws Exception {
        claim(ADA, STREAM);
        append(1, token(1, "Ahoy"), STREAM);
        assertThat(redis.onLoop(() -> answers.takeOver(ADA, STREAM))).isEmpty();

        leaseIsOver();
        assertThat(read(Place.START).state()).isEqualTo(State.ORPHANED);
        assertThat(redis.onLoop(() -> answers.takeOver(ADA, STREAM)))
                .isEqualTo(Optional.of(new Taken(2, ASKED.request())));
        assertThat(redis.onLoop(() -> answers.takeOver(ADA, STREAM))).isEmpty(); // one of two who come at once

        assertThat(append(1, token(2, "of the old one"), STREAM)).isEqualTo(Kept.LOST);
        assertThat(append(2, token(2, "of the new one"), STREAM)).isEqualTo(Kept.KEPT);
        assertThat(read(new Place(1, 0)).events()).containsExactly(token(2, "of the new one"));
    }

    @Test
    void takeOver_ofAMakerWhoseConnectionIsGone_needsAShortSilenceOnly() throws Exception {
        claim(ADA, STREAM);
        leaseHasLeft(Duration.ofMillis(300));
        assertThat(read(Place.START).state()).isEqualTo(State.RUNNING);
        assertThat(redis.onLoop(() -> answers.takeOver(ADA, STREAM))).isEmpty();

        redis.onLoop(beacon::close);
        leaseHasLeft(Duration.ofMillis(500));
        assertThat(read(Place.START).state()).isEqualTo(State.RUNNING);
        assertThat(redis.onLoop(() -> answers.takeOver(ADA, STREAM))).isEmpty();

        leaseHasLeft(Duration.ofMillis(300));
        assertThat(read(Place.START).state()).isEqualTo(State.ORPHANED);
        assertThat(redis.onLoop(() -> answers.takeOver(ADA, STREAM)))
                .isEqualTo(Optional.of(new Taken(2, ASKED.request())));

        leaseHasLeft(Duration.ofMillis(300)); // of one without a beacon, nobody knows whether it is there
        assertThat(redis.onLoop(() -> answers.takeOver(ADA, STREAM))).isEmpty();
    }

    @Test
    void append_thePlaceOfAnother_isRefused() throws Exception {
        claim(ADA, STREAM);
        append(1, token(2, "two"), STREAM);

        assertThatThrownBy(() -> append(1, token(1, "one"), STREAM)).hasMessageContaining("equal or smaller");
    }

    @Test
    void stop_isToldToTheMaker_andOfNothingIsFalse() throws Exception {
        claim(ADA, STREAM);
        assertThat(append(1, token(1, "Ahoy"), STREAM)).isEqualTo(Kept.KEPT);

        assertThat(redis.onLoop(() -> answers.stop(BOB, STREAM))).isFalse();
        assertThat(redis.onLoop(() -> answers.stop(ADA, STREAM))).isTrue();
        assertThat(redis.onLoop(() -> answers.append(ADA, STREAM, 1, List.of())))
                .isEqualTo(Kept.STOP);
    }

    @Test
    void everything_isKeptForAWhileOnly() throws Exception {
        claim(ADA, STREAM);
        append(1, token(1, "Ahoy"), STREAM);
        append(1, new AnswerEvent(new Place(2, 0), "done", "{}"), STREAM);

        for (Response key :
                redis.onLoop(() -> operator.send(Request.cmd(Command.KEYS).arg("*")))) {
            assertThat(redis.onLoop(() ->
                                    operator.send(Request.cmd(Command.PTTL).arg(key.toString())))
                            .toLong())
                    .as(key.toString())
                    .isBetween(1L, Duration.ofHours(1).toMillis());
        }
        assertThat(redis.onLoop(() -> operator.send(
                        Request.cmd(Command.HGET).arg("{ada}:gen:gen_1").arg("request"))))
                .isNull();
    }

    private Claim claim(Owner owner, String stream) throws Exception {
        return redis.onLoop(() -> answers.claim(owner, stream, ASKED));
    }

    private Kept append(long fence, AnswerEvent event, String stream) throws Exception {
        return redis.onLoop(() -> answers.append(ADA, stream, fence, List.of(event)));
    }

    private Page read(Place after) throws Exception {
        return redis.onLoop(() -> answers.read(ADA, STREAM, after, 10));
    }

    private static AnswerEvent token(int sequence, String text) {
        return new AnswerEvent(new Place(sequence, 0), "token", text);
    }

    private void leaseIsOver() throws Exception {
        leaseHasLeft(Duration.ofDays(-1));
    }

    /* By Redis's clock, since that decides. */
    private void leaseHasLeft(Duration left) throws Exception {
        String script = """
                local now = redis.call('TIME')
                local ms = now[1] * 1000 + math.floor(now[2] / 1000) + ARGV[1]
                return redis.call('HSET', KEYS[1], 'until', string.format('%.0f', ms))
                """;
        redis.onLoop(() -> operator.send(Request.cmd(Command.EVAL)
                .arg(script)
                .arg(1)
                .arg("{ada}:gen:gen_1")
                .arg(left.toMillis())));
    }
}
