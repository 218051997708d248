package dev.rapport.llm.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.llm.AnswerEnd;
import dev.rapport.llm.AnswerEnd.Finish;
import dev.rapport.llm.Call;
import dev.rapport.llm.LlmReply;
import dev.rapport.llm.TextSink;
import dev.rapport.llm.config.GatewayConfig.CacheConfig;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Many equal questions on several real event loops, by people who read, dawdle and leave as they like. */
class AnswerCacheLoopsTest {
    private static final int ROUNDS = 400;
    private static final int REQUESTS = 12;
    private static final int PIECES = 20;
    private static final long SEED = 4_711;

    /** What a request does, once it has an answer. */
    private enum Habit {
        READS,
        DAWDLES,
        LEAVES,
        STOPS
    }

    private final Queue<FedAnswer> models = new ConcurrentLinkedQueue<>();

    @Test
    void answer_equalQuestionsOnManyLoops_eachReadsAllOrLeaves() throws TimeoutException {
        Random random = new Random(SEED);
        int complete = 0;
        int asked = 0;
        try (CacheRig rig = new CacheRig(new CacheConfig(0, Duration.ofMinutes(5)))) {
            for (int round = 0; round < ROUNDS; round++) {
                models.clear();
                complete += round(rig, round, random);
                asked += models.size();
            }
        }
        assertThat(complete).as("read to the end, seed %d", SEED).isGreaterThan(ROUNDS * REQUESTS / 4);
        assertThat(asked).as("calls, seed %d", SEED).isBetween(ROUNDS, ROUNDS * REQUESTS / 2);
    }

    private int round(CacheRig rig, int round, Random random) {
        CacheKey key = new CacheKey("{u}", "" + round);
        List<Visit> visits = new ArrayList<>();
        List<Future<Visit>> begun = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            Visit visit = new Visit(Habit.values()[random.nextInt(Habit.values().length)], random.nextInt(PIECES));
            visits.add(visit);
            begun.add(rig.onLoop(random.nextInt(CacheRig.LOOPS), () -> visit.begin(rig.cache, key)));
        }
        begun.forEach(CacheRig::await);
        visits.forEach(visit -> CacheRig.await(visit.over.future()));
        rig.settle();

        assertThat(rig.cache.coming()).as("round %d, seed %d", round, SEED).isZero();
        assertThat(models).allSatisfy(model -> assertThat(model.cancels()).isLessThanOrEqualTo(1));
        return (int) visits.stream().filter(visit -> visit.complete).count();
    }

    /* One piece a turn of the loop, so that others come and go in between. */
    private Future<LlmReply> model(Call call) {
        Context loop = Objects.requireNonNull(Vertx.currentContext());
        FedAnswer answer = new FedAnswer();
        models.add(answer);
        Promise<LlmReply> reply = Promise.promise();
        call.stop().onComplete(_ -> reply.tryFail(new CancellationException("stopped")));
        loop.runOnContext(_ -> {
            if (reply.tryComplete(new LlmReply.Answering(answer))) {
                say(answer, 0, loop);
            } else {
                answer.cancel();
            }
        });
        return reply.future();
    }

    private static void say(FedAnswer answer, int piece, Context loop) {
        if (piece == PIECES) {
            answer.end(Finish.STOP);
        } else {
            answer.say(piece + ",");
            loop.runOnContext(_ -> say(answer, piece + 1, loop));
        }
    }

    private static String text(int pieces) {
        StringBuilder text = new StringBuilder();
        for (int piece = 0; piece < pieces; piece++) {
            text.append(piece).append(',');
        }
        return text.toString();
    }

    /** One request; ends in {@code over}, which fails if anything was not as it should be. */
    private final class Visit implements TextSink {
        private final Habit habit;
        private final int leavesAfter;
        private final Promise<Void> over = Promise.promise();
        private final Promise<Void> stop = Promise.promise();
        private final StringBuilder text = new StringBuilder();
        private int pieces;
        private volatile boolean complete;
        private @Nullable Context loop;
        private LlmReply.@Nullable Answering answering;

        Visit(Habit habit, int leavesAfter) {
            this.habit = habit;
            this.leavesAfter = leavesAfter;
        }

        Visit begin(AnswerCache cache, CacheKey key) {
            loop = Objects.requireNonNull(Vertx.currentContext());
            Call call = new Call(stop.future(), _ -> {}, (_, _) -> {}, () -> {});
            Future<LlmReply> reply = cache.answer(key, call, AnswerCacheLoopsTest.this::model, _ -> {});
            if (habit == Habit.STOPS) {
                stop.complete();
            }
            reply.onComplete(this::replied);
            return this;
        }

        private void replied(@Nullable LlmReply reply, @Nullable Throwable failure) {
            if (reply instanceof LlmReply.Answering now && habit != Habit.STOPS) {
                answering = now;
                now.answer().pipeTo(this).onComplete(this::ended);
            } else if (failure instanceof CancellationException && habit == Habit.STOPS) {
                over.complete();
            } else {
                over.fail(new AssertionError(habit + ": " + reply, failure));
            }
        }

        @Override
        public Future<Void> write(String piece) {
            text.append(piece);
            pieces++;
            if (habit == Habit.LEAVES && pieces > leavesAfter) {
                Objects.requireNonNull(answering).answer().cancel();
            }
            if (habit != Habit.DAWDLES) {
                return Future.succeededFuture();
            }
            Promise<Void> room = Promise.promise();
            Context mine = Objects.requireNonNull(loop);
            mine.runOnContext(_ -> mine.runOnContext(_ -> room.complete()));
            return room.future();
        }

        private void ended(@Nullable AnswerEnd end, @Nullable Throwable failure) {
            boolean left = failure instanceof CancellationException && habit == Habit.LEAVES;
            complete = end != null && habit != Habit.LEAVES;
            boolean right = text.toString().equals(text(pieces)) && (left || (complete && pieces == PIECES));
            if (right && Objects.equals(Vertx.currentContext(), loop)) {
                over.complete();
            } else {
                over.fail(new AssertionError(habit + ": " + text + ", " + end, failure));
            }
        }
    }
}
