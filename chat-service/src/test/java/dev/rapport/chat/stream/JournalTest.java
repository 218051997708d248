package dev.rapport.chat.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.stream.AnswerEvent.Place;
import dev.rapport.chat.stream.AnswerLog.Asked;
import dev.rapport.chat.stream.AnswerLog.Claim;
import dev.rapport.chat.stream.AnswerLog.Kept;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.memory.Owner;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When events are handed on, against a log whose replies come when the test says so. */
@Timeout(20)
class JournalTest {
    private static final Owner ADA = Owner.authenticated("ada");
    private static final Asked ASKED = new Asked("key", "{}", SlowLog.FENCE);

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final SlowLog log = new SlowLog();
    private final List<String> told = new ArrayList<>();
    private final List<String> toldUnkept = new ArrayList<>();
    private final Journal journal =
            new Journal(vertx, Optional.of(log), event -> told.add(event.data()), () -> toldUnkept.add("unkept"));

    @AfterEach
    void close() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void add_isHandedOnWhenItIsKept_andWhatComesMeanwhileGoesInOneWrite() throws Exception {
        claimed();
        onLoop(() -> journal.add("token", "a"));
        onLoop(() -> {
            journal.add("token", "b");
            journal.addBeside("replaced", "{}");
            journal.add("token", "c");
        });
        assertThat(told).isEmpty();
        assertThat(log.batches).hasSize(1);

        reply(Kept.KEPT);
        assertThat(told).containsExactly("a");
        assertThat(log.batches.getLast())
                .extracting(event -> event.place().toString())
                .containsExactly("2-0", "2-1", "3-0");

        reply(Kept.KEPT);
        assertThat(told).containsExactly("a", "b", "{}", "c");
    }

    @Test
    void add_theReplyIsLate_itIsAskedOnceMore_andNothingIsToldBefore() throws Exception {
        claimed();
        onLoop(() -> journal.add("token", "a"));
        replyLate();
        assertThat(told).isEmpty();
        assertThat(log.batches.getLast()).isEqualTo(log.batches.getFirst());

        reply(Kept.KEPT);
        assertThat(told).containsExactly("a");
        assertThat(toldUnkept).isEmpty();
    }

    @Test
    void add_theStoreIsAway_goesOnInOrder_andIsKeptWhenItIsBack() throws Exception {
        claimed();
        onLoop(() -> journal.add("token", "a"));
        onLoop(() -> journal.add("token", "b"));
        replyLate();
        replyLate();
        onLoop(() -> journal.add("token", "c"));
        assertThat(told).containsExactly("a", "b", "c");
        assertThat(toldUnkept).isNotEmpty();

        log.nextAppend();
        assertThat(log.batches.getLast()).extracting(AnswerEvent::data).containsExactly("a", "b", "c");
        onLoop(() -> journal.add("token", "d"));
        reply(Kept.KEPT);
        assertThat(log.batches.getLast()).extracting(AnswerEvent::data).containsExactly("d");
        reply(Kept.KEPT);

        onLoop(() -> journal.add("token", "e"));
        assertThat(told).containsExactly("a", "b", "c", "d");
        reply(Kept.KEPT);
        assertThat(told).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void add_theEndIsToldBeforeItIsKept_isKeptWhenTheStoreIsBack() throws Exception {
        claimed();
        onLoop(() -> journal.add("done", "{}"));
        replyLate();
        replyLate();
        assertThat(journal.ended().isComplete()).isTrue();

        log.nextAppend();
        assertThat(log.batches.getLast()).extracting(AnswerEvent::name).containsExactly("done");
        reply(Kept.KEPT);
    }

    @Test
    void add_moreThanMayBeOwed_isToldAndNotKept() throws Exception {
        claimed();
        onLoop(() -> journal.add("token", "x".repeat(Hold.OWED_MAX + 1)));
        replyLate();
        replyLate();
        onLoop(() -> journal.add("token", "b"));

        assertThat(told).hasSize(2);
        assertThat(log.batches).hasSize(Hold.ASKS_MAX);
        log.nextSignOfLife(); // or somebody else would make the answer, too
    }

    @Test
    void add_theLogWasEmptied_goesOnWithoutIt() throws Exception {
        claimed();
        onLoop(() -> journal.add("token", "a"));
        reply(Kept.GONE);
        onLoop(() -> journal.add("token", "b"));

        assertThat(told).containsExactly("a", "b");
        assertThat(journal.unwanted().isComplete()).isFalse();
        assertThat(toldUnkept).isNotEmpty();
    }

    @Test
    void add_anotherOneMakesTheAnswer_nothingMoreIsHandedOn() throws Exception {
        claimed();
        onLoop(() -> journal.add("token", "a"));
        reply(Kept.LOST);
        onLoop(() -> journal.add("token", "b"));

        assertThat(told).isEmpty();
        assertThat(journal.isLost()).isTrue();
        assertThat(journal.unwanted().isComplete()).isTrue();
        assertThat(journal.isStopped()).isFalse();
    }

    @Test
    void add_theUserWantsNoMore_isHandedOn_andSaysSo() throws Exception {
        claimed();
        onLoop(() -> journal.add("token", "a"));
        reply(Kept.STOP);

        assertThat(told).containsExactly("a");
        assertThat(journal.isStopped()).isTrue();
        assertThat(journal.unwanted().isComplete()).isTrue();
    }

    @Test
    void room_whileTooMuchWaits_isThereAfterTheNextWrite() throws Exception {
        claimed();
        onLoop(() -> journal.add("token", "a"));
        onLoop(() -> journal.add("token", "x".repeat(Journal.PENDING_MAX + 1)));
        Future<Void> room = onLoop(journal::room);
        assertThat(room.isComplete()).isFalse();

        reply(Kept.KEPT);
        assertThat(room.succeeded()).isTrue();
    }

    /** Who waited for room goes on at once, while what was added before is still to be handed on. */
    @Test
    void add_whenTheFailedWriteMakesRoom_comesAfterWhatWaited() throws Exception {
        String tooMuch = "x".repeat(Journal.PENDING_MAX + 1);
        claimed();
        onLoop(() -> journal.add("token", "a"));
        onLoop(() -> {
            journal.add("token", tooMuch);
            journal.room().onSuccess(_ -> journal.add("token", "b"));
        });
        replyLate();
        replyLate();

        assertThat(told).containsExactly("a", tooMuch, "b");
    }

    @Test
    void claimed_madeByAnother_namesTheAnswer_andNothingIsKept() throws Exception {
        log.claim = Future.succeededFuture(new Claim.Made());
        onLoop(() -> journal.claim(ADA, "gen_1", ASKED));

        Throwable failure = onLoop(journal::claimed).cause();
        assertThat(((TurnFailed) failure).failure()).isEqualTo(new TurnFailure.Made(ADA, "gen_1"));
        onLoop(journal::close);
        assertThat(log.abandoned).isZero();
    }

    /** The same request, sent again to another instance when the first had died. */
    @Test
    void takeOver_ofWhatAnotherHadClaimed_isOurs() throws Exception {
        log.claim = Future.succeededFuture(new Claim.Made());
        onLoop(() -> journal.claim(ADA, "gen_1", ASKED));
        onLoop(() -> journal.takeOver(ADA, "gen_1", 7, Place.START));
        onLoop(() -> journal.claim(ADA, "gen_1", ASKED)); // the turn runs once more

        assertThat(onLoop(journal::claimed).succeeded()).isTrue();
        onLoop(() -> journal.add("token", "a"));
        reply(Kept.KEPT);
        assertThat(told).containsExactly("a");
    }

    @Test
    void claimed_theStoreIsAway_isOurs_andIsClaimedWhenItIsBack() throws Exception {
        log.claim = Future.failedFuture("away");
        onLoop(() -> journal.claim(ADA, "gen_1", ASKED));
        assertThat(onLoop(journal::claimed).succeeded()).isTrue();
        assertThat(log.claims).isEqualTo(Hold.ASKS_MAX);
        onLoop(() -> journal.add("token", "a"));
        assertThat(told).containsExactly("a");
        assertThat(log.batches).isEmpty();

        onLoop(() -> log.claim = Future.succeededFuture(new Claim.Ours()));
        log.nextAppend();
        assertThat(log.batches.getLast()).extracting(AnswerEvent::data).containsExactly("a");
        reply(Kept.KEPT);
        onLoop(() -> journal.add("token", "b"));
        assertThat(told).containsExactly("a");
    }

    @Test
    void close_beforeTheFirstEvent_givesTheAnswerUp_andLaterDoesNot() throws Exception {
        claimed();
        onLoop(journal::close);
        assertThat(log.abandoned).isEqualTo(1);
        onLoop(journal::close);
        assertThat(log.abandoned).isEqualTo(1);
    }

    @Test
    void close_whileTheStoreIsAsked_givesTheAnswerUpWhenItReplies() throws Exception {
        Promise<Claim> reply = Promise.promise();
        log.claim = reply.future();
        onLoop(() -> journal.claim(ADA, "gen_1", ASKED));
        onLoop(journal::close);
        assertThat(log.abandoned).isZero();

        onLoop(() -> reply.complete(new Claim.Ours()));
        assertThat(log.abandoned).isEqualTo(1);
    }

    private void claimed() throws Exception {
        onLoop(() -> journal.claim(ADA, "gen_1", ASKED));
    }

    private void replyLate() throws Exception {
        log.nextAppend();
        onLoop(() -> log.waiting.remove().fail("late"));
    }

    private void reply(Kept kept) throws Exception {
        onLoop(() -> log.waiting.remove().complete(kept));
    }

    /* Twice, since what is planned for the loop's next turn comes after it. */
    private void onLoop(Runnable work) throws Exception {
        onLoop(() -> {
            work.run();
            return "";
        });
        onLoop(() -> "");
    }

    private <T> T onLoop(java.util.function.Supplier<T> work) throws Exception {
        Promise<T> done = Promise.promise();
        loop.runOnContext(_ -> done.complete(work.get()));
        return done.future().await(10, TimeUnit.SECONDS);
    }
}
