package dev.rapport.llm.cache;

import static dev.rapport.llm.cache.CacheRig.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.llm.AnswerBroken;
import dev.rapport.llm.AnswerEnd;
import dev.rapport.llm.AnswerEnd.Finish;
import dev.rapport.llm.LlmReply;
import dev.rapport.llm.LlmReply.Overloaded;
import dev.rapport.llm.Part;
import dev.rapport.llm.Quota;
import dev.rapport.llm.Source;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SharedAnswerTest {
    private CacheRig rig;

    @BeforeEach
    void start() throws TimeoutException {
        rig = new CacheRig();
    }

    @AfterEach
    void stop() throws TimeoutException {
        rig.close();
    }

    @Test
    void answer_sameKeyAtOneTime_asksOnceAndAllReadAll() {
        List<Asking> all = List.of(rig.ask(0, KEY), rig.ask(0, KEY), rig.ask(1, KEY), rig.ask(2, KEY));
        FedAnswer model = rig.begin();
        List<Future<AnswerEnd>> ends = all.stream().map(rig::reading).toList();
        rig.on(0, () -> model.say("Hel", "lo").end(Finish.STOP));

        assertThat(ends)
                .allSatisfy(end -> assertThat(CacheRig.await(end).usage()).isEqualTo(FedAnswer.USAGE));
        assertThat(all).allSatisfy(one -> assertThat(one.text()).isEqualTo("Hello"));
        assertThat(all).extracting(one -> one.heard.getFirst()).containsExactly("MISS", "SHARED", "SHARED", "SHARED");
        assertThat(rig.asked).hasSize(1);
        assertThat(rig.cache.coming()).isZero();
    }

    @Test
    void answer_joinedInTheMiddle_readsFromTheFirstPiece() {
        Asking first = rig.ask(0, KEY);
        FedAnswer model = rig.begin();
        Future<AnswerEnd> end = rig.reading(first);
        rig.on(0, () -> model.say("Hel", "lo"));
        rig.settle();

        Asking late = rig.ask(1, KEY);
        Future<AnswerEnd> lateEnd = rig.reading(late);
        rig.on(0, () -> model.say(" you").end(Finish.LENGTH));

        assertThat(CacheRig.await(lateEnd).finish()).isEqualTo(Finish.LENGTH);
        assertThat(CacheRig.await(end).finish()).isEqualTo(Finish.LENGTH);
        assertThat(late.heard).startsWith("SHARED");
        assertThat(late.text()).isEqualTo("Hello you");
    }

    @Test
    void parts_ofAll_areTheLeadersCostOnce() {
        Asking leader = rig.ask(0, KEY);
        Asking follower = rig.ask(1, KEY);
        FedAnswer model = rig.begin();
        List<Future<AnswerEnd>> ends = List.of(rig.reading(leader), rig.reading(follower));
        rig.on(0, () -> model.say("Hello").end(Finish.STOP));

        assertThat(CacheRig.await(ends.get(0)).costMicros()).isEqualTo(FedAnswer.COST);
        assertThat(CacheRig.await(ends.get(1)).costMicros()).isZero();
        assertThat(rig.on(0, () -> leader.answer().parts()))
                .containsExactly(new Part(FedAnswer.MODEL, FedAnswer.USAGE, true, FedAnswer.COST));
        assertThat(rig.on(1, () -> follower.answer().parts()))
                .containsExactly(new Part(FedAnswer.MODEL, FedAnswer.USAGE, true, 0));
    }

    @Test
    void answer_waitsInLine_allHearOfItOnTheirLoops() {
        Asking leader = rig.ask(0, KEY);
        var upstream = rig.asked.getFirst().call();
        rig.on(0, () -> {
            upstream.granted().accept(new Quota(new Quota.Limit(60, 41, Duration.ofSeconds(19)), Quota.Limit.NONE));
            upstream.queue().moved(3, Duration.ofSeconds(9));
            return true;
        });
        Asking late = rig.ask(1, KEY);
        rig.on(0, () -> {
            upstream.queue().moved(2, Duration.ofSeconds(6));
            upstream.admitted().run();
            return true;
        });
        Asking later = rig.ask(2, KEY);
        rig.settle();

        assertThat(leader.heard).containsExactly("MISS", "granted 41", "moved 3 PT9S", "moved 2 PT6S", "admitted");
        assertThat(late.heard).containsExactly("SHARED", "granted 41", "moved 3 PT9S", "moved 2 PT6S", "admitted");
        assertThat(later.heard).containsExactly("SHARED", "granted 41", "admitted");
    }

    @Test
    void answer_noAnswerCame_allGetTheSameReply() {
        Asking leader = rig.ask(0, KEY);
        Asking follower = rig.ask(1, KEY);
        LlmReply busy = new Overloaded("openai", Duration.ofSeconds(2));
        rig.reply(busy);

        assertThat(CacheRig.await(leader.reply.future())).isSameAs(busy);
        assertThat(CacheRig.await(follower.reply.future())).isSameAs(busy);
        assertThat(rig.ask(1, KEY).heard).containsExactly("MISS");
    }

    @Test
    void answer_askFails_allFailAndTheKeyIsFreeAgain() {
        Asking leader = rig.ask(0, KEY);
        Asking follower = rig.ask(1, KEY);
        IllegalStateException bug = new IllegalStateException("a bug");
        rig.on(0, () -> rig.asked.getFirst().reply().tryFail(bug));
        rig.settle();

        assertThat(leader.reply.future().cause()).isSameAs(bug);
        assertThat(follower.reply.future().cause()).isSameAs(bug);
        assertThat(rig.cache.coming()).isZero();
    }

    @Test
    void stop_someBeforeTheFirstPiece_othersGetTheAnswer() {
        Asking leader = rig.ask(0, KEY);
        Asking follower = rig.ask(1, KEY);
        rig.on(0, leader.stop::tryComplete);
        rig.settle();
        assertThat(leader.reply.future().cause()).isInstanceOf(CancellationException.class);
        assertThat(rig.asked.getFirst().call().stop().isComplete()).isFalse();

        FedAnswer model = rig.begin();
        Future<AnswerEnd> end = rig.reading(follower);
        rig.on(0, () -> model.say("Hello").end(Finish.STOP));

        assertThat(CacheRig.await(end).finish()).isEqualTo(Finish.STOP);
        assertThat(follower.text()).isEqualTo("Hello");
    }

    @Test
    void stop_allBeforeTheFirstPiece_stopsTheCallAndTheNextOneAsksAnew() {
        Asking leader = rig.ask(0, KEY);
        Asking follower = rig.ask(1, KEY);
        rig.on(1, follower.stop::tryComplete);
        rig.on(0, leader.stop::tryComplete);

        assertThat(rig.asked.getFirst().call().stop().isComplete()).isTrue();
        FedAnswer tooLate = rig.begin();
        assertThat(tooLate.cancels()).isEqualTo(1);
        assertThat(rig.ask(1, KEY).heard).containsExactly("MISS");
    }

    @Test
    void cancel_leaderFirst_followerReadsToTheEnd() {
        Asking leader = rig.ask(0, KEY);
        Asking follower = rig.ask(1, KEY);
        FedAnswer model = rig.begin();
        Future<AnswerEnd> left = rig.reading(leader);
        Future<AnswerEnd> end = rig.reading(follower);
        rig.on(0, () -> model.say("Hel"));
        rig.settle();
        rig.on(0, () -> {
            leader.answer().cancel();
            return model.say("lo").end(Finish.STOP);
        });

        assertThat(CacheRig.await(end).costMicros()).isZero();
        assertThat(left.cause()).isInstanceOf(CancellationException.class);
        assertThat(leader.text()).isEqualTo("Hel");
        assertThat(follower.text()).isEqualTo("Hello");
        assertThat(model.cancels()).isZero();
        assertThat(rig.ask(0, KEY).heard).startsWith("HIT");
    }

    @Test
    void write_readerGone_othersReadOn() {
        Asking leader = rig.ask(0, KEY);
        Asking follower = rig.ask(1, KEY);
        FedAnswer model = rig.begin();
        Future<AnswerEnd> end = rig.reading(leader);
        Future<AnswerEnd> left = rig.reading(follower);
        IllegalStateException gone = new IllegalStateException("gone");
        follower.go(gone);
        rig.on(0, () -> model.say("Hel", "lo").end(Finish.STOP));

        assertThat(CacheRig.await(end).finish()).isEqualTo(Finish.STOP);
        rig.settle();
        assertThat(left.cause()).isSameAs(gone);
        assertThat(model.cancels()).isZero();
    }

    @Test
    void cancel_lastOneAtHome_cancelsTheModelAtOnceAndOnce() {
        Asking leader = rig.ask(0, KEY);
        Asking follower = rig.ask(1, KEY);
        FedAnswer model = rig.begin();
        rig.reading(leader);
        rig.on(1, () -> {
            follower.answer().cancel();
            follower.answer().cancel();
            return true;
        });
        int cancels = rig.on(0, () -> {
            leader.answer().cancel();
            leader.answer().cancel();
            return model.cancels();
        });

        assertThat(cancels).isEqualTo(1);
        assertThat(rig.ask(1, KEY).heard).containsExactly("MISS");
    }

    @Test
    void cancel_lastOneElsewhere_cancelsTheModelOnItsLoop() {
        Asking leader = rig.ask(0, KEY);
        Asking follower = rig.ask(1, KEY);
        FedAnswer model = rig.begin();
        rig.on(0, () -> {
            leader.answer().cancel();
            return model.say("Hel");
        });
        assertThat(model.cancels()).isZero();
        rig.on(1, () -> {
            follower.answer().cancel();
            return true;
        });
        rig.settle();

        assertThat(model.cancels()).isEqualTo(1);
        assertThat(rig.cache.coming()).isZero();
    }

    @Test
    void write_slowFollower_holdsNobodyUpAndReadsAllLater() {
        Asking leader = rig.ask(0, KEY);
        Asking slow = rig.ask(1, KEY).fill();
        FedAnswer model = rig.begin();
        Future<AnswerEnd> end = rig.reading(leader);
        Future<AnswerEnd> slowEnd = rig.reading(slow);
        rig.on(0, () -> model.say("a", "b", "c", "d").end(Finish.STOP));

        assertThat(CacheRig.await(end).finish()).isEqualTo(Finish.STOP);
        rig.settle();
        assertThat(slow.text()).isEqualTo("a");
        rig.on(1, () -> {
            slow.drain();
            return true;
        });
        assertThat(CacheRig.await(slowEnd).finish()).isEqualTo(Finish.STOP);
        assertThat(slow.text()).isEqualTo("abcd");
    }

    @Test
    void write_allFull_readsNoMoreOfTheModel() {
        Asking leader = rig.ask(0, KEY).fill();
        Asking follower = rig.ask(1, KEY).fill();
        FedAnswer model = rig.begin();
        rig.reading(leader);
        rig.reading(follower);
        rig.on(0, () -> model.say("a", "b", "c", "d"));
        rig.settle();
        assertThat(model.written()).as("both are busy with the first").isEqualTo(1);

        rig.on(1, () -> {
            follower.drain();
            return true;
        });
        rig.settle();
        assertThat(model.written()).isEqualTo(4);
        assertThat(follower.text()).isEqualTo("abcd");
        assertThat(leader.text()).isEqualTo("a");
    }

    @Test
    void answer_broken_allGetThePiecesThenTheSameFailure() {
        Asking leader = rig.ask(0, KEY);
        Asking follower = rig.ask(1, KEY).fill();
        FedAnswer model = rig.begin();
        Future<AnswerEnd> end = rig.reading(leader);
        Future<AnswerEnd> slowEnd = rig.reading(follower);
        AnswerBroken cut = new AnswerBroken(AnswerBroken.Kind.CUT, "cut");
        rig.on(0, () -> model.say("a", "b").breakOff(cut));
        rig.settle();
        assertThat(slowEnd.isComplete()).isFalse();
        rig.on(1, () -> {
            follower.drain();
            return true;
        });
        rig.settle();

        assertThat(end.cause()).isSameAs(cut);
        assertThat(slowEnd.cause()).isSameAs(cut);
        assertThat(follower.text()).isEqualTo("ab");
        assertThat(rig.ask(0, KEY).heard).containsExactly("MISS");
    }

    @Test
    void replaced_inTheMiddle_isHeardInItsPlaceByAll() {
        Source second = new Source("other", "model", "openai broke off");
        Asking leader = rig.ask(0, KEY);
        FedAnswer model = rig.begin();
        Future<AnswerEnd> end = rig.reading(leader);
        rig.on(0, () -> model.say("abc").replaceBy(second).say("de"));
        rig.settle();
        Asking late = rig.ask(1, KEY);
        rig.settle();
        assertThat(rig.on(1, () -> late.answer().source())).isEqualTo(FedAnswer.MODEL);
        Future<AnswerEnd> lateEnd = rig.reading(late);
        rig.on(0, () -> model.end(Finish.STOP));
        CacheRig.await(end);
        CacheRig.await(lateEnd);

        assertThat(leader.heard).endsWith("piece", "replaced after 3", "piece");
        assertThat(late.heard).containsExactly("SHARED", "piece", "replaced after 3", "piece");
        assertThat(rig.on(1, () -> late.answer().source())).isEqualTo(second);
    }

    @Test
    void write_moreThanTheBound_breaksTheAnswer() {
        Asking leader = rig.ask(0, KEY);
        FedAnswer model = rig.begin();
        Future<AnswerEnd> end = rig.reading(leader);
        String half = "x".repeat(SharedAnswer.LENGTH_MAX / 2);
        rig.on(0, () -> model.say(half, half, "y"));
        rig.settle();

        assertThat(leader.text()).hasSize(SharedAnswer.LENGTH_MAX);
        assertThat(end.cause())
                .isInstanceOfSatisfying(
                        AnswerBroken.class, broken -> assertThat(broken.kind()).isEqualTo(AnswerBroken.Kind.GARBAGE));
    }
}
