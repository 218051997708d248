package dev.rapport.chat.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.Turns;
import dev.rapport.chat.turn.AnsweringTurn;
import dev.rapport.chat.turn.AuthenticatedTurn;
import dev.rapport.chat.turn.LearnedFromTurn;
import dev.rapport.chat.turn.PromptedTurn;
import dev.rapport.chat.turn.RecalledTurn;
import dev.rapport.chat.turn.TraitedTurn;
import dev.rapport.chat.turn.TurnEnd;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.llm.AnswerBroken;
import dev.rapport.llm.AnswerEnd;
import dev.rapport.llm.AnswerStream;
import dev.rapport.llm.Part;
import dev.rapport.llm.Source;
import dev.rapport.llm.TextSink;
import dev.rapport.llm.Usage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliverTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    private static final AnswerEnd END = AnswerEnd.of(AnswerEnd.Finish.STOP, new Usage(5, 2, 0));

    private static final Source BACKUP = new Source("backup", "none", "");
    private static final List<Part> PARTS = List.of(
            new Part(new Source("test", "none", ""), new Usage(5, 1, 0), false, 0),
            new Part(BACKUP, new Usage(6, 1, 0), true, 40));

    private final List<String> kept = new ArrayList<>();
    private final TraitedTurn traited = Turns.traited("Hi", "", List.of());
    private final Turns.Client client = (Turns.Client) traited.incoming().client();

    @Test
    void apply_completeAnswer_isKept_beforeDoneIsSaid() {
        Promise<LearnedFromTurn> learning = Promise.promise();
        Future<TurnEnd> end = deliver(Future.succeededFuture(END), learning.future());

        assertThat(kept).containsExactly("Hello!");
        assertThat(client.events).containsExactly("Hello", "!");
        learning.complete(new LearnedFromTurn(List.of("m_1")));
        assertThat(end.result().learned()).containsExactly("m_1");
        assertThat(client.events).last().isEqualTo("done [m_1] dropped []");
    }

    @Test
    void apply_brokenAnswer_isKept_andFailsByName() {
        Future<TurnEnd> end = deliver(
                Future.failedFuture(new AnswerBroken(AnswerBroken.Kind.CUT, "cut at token 2")),
                Future.succeededFuture(LearnedFromTurn.NOTHING));

        assertThat(kept).containsExactly("Hello!");
        assertThat(end.cause())
                .isInstanceOfSatisfying(
                        TurnFailed.class,
                        failed -> assertThat(failed.failure()).isEqualTo(new TurnFailure.AnswerCut("cut at token 2")));
        assertThat(client.events).containsExactly("Hello", "!");
        assertThat(client.spent).containsExactlyElementsOf(PARTS);
    }

    @Test
    void apply_anotherGoesOn_theClientHearsItInItsPlace() {
        AnswerStream answer = new Answer() {
            @Override
            public Future<AnswerEnd> pipeTo(TextSink sink) {
                return sink.write("Hello")
                        .onSuccess(_ -> sink.replaced(BACKUP))
                        .compose(_ -> sink.write("!"))
                        .map(END);
            }
        };
        Future<TurnEnd> end = deliver(answer, Future.succeededFuture(LearnedFromTurn.NOTHING));

        assertThat(end.succeeded()).isTrue();
        assertThat(client.events).containsExactly("Hello", "replaced by backup", "!", "done [] dropped []");
        assertThat(kept).containsExactly("Hello!");
        assertThat(client.spent).containsExactlyElementsOf(PARTS);
    }

    @Test
    void apply_clientIsGone_theModelIsSilent_theAnswerIsCancelled_andWhatCameIsKept() {
        Future<TurnEnd> end = deliver(new Silent(), Future.succeededFuture(LearnedFromTurn.NOTHING));
        assertThat(end.isComplete()).isFalse();

        client.gone.complete();
        assertFailedWith(end, new TurnFailure.ClientGone());
        assertThat(kept).containsExactly("Hello");
        assertThat(client.spent).containsExactlyElementsOf(PARTS);
    }

    @Test
    void apply_sessionHasEnded_theAnswerIsCancelled_andNothingIsKept() {
        Future<TurnEnd> end = deliver(new Silent(), Future.succeededFuture(LearnedFromTurn.NOTHING));

        client.signedOut = true;
        client.gone.complete();
        assertFailedWith(end, TurnFailure.NotAuthenticated.ENDED);
        assertThat(kept).isEmpty();
        assertThat(client.spent).containsExactlyElementsOf(PARTS);
    }

    private static void assertFailedWith(Future<TurnEnd> end, TurnFailure failure) {
        assertThat(end.cause())
                .isInstanceOfSatisfying(
                        TurnFailed.class, failed -> assertThat(failed.failure()).isEqualTo(failure));
    }

    /** Says one word and then nothing. */
    private static final class Silent extends Answer {
        private final Promise<AnswerEnd> silent = Promise.promise();

        @Override
        public Future<AnswerEnd> pipeTo(TextSink sink) {
            return sink.write("Hello").compose(_ -> silent.future());
        }

        @Override
        public void cancel() {
            silent.tryFail(new CancellationException("cancelled"));
        }
    }

    @Test
    void apply_learningFails_theTurnEndsWell_andSaysSo() {
        Future<TurnEnd> end = deliver(Future.succeededFuture(END), Future.failedFuture("store is down"));

        assertThat(end.succeeded()).isTrue();
        assertThat(client.events).last().isEqualTo("done [] dropped [learn]");
    }

    @Test
    void apply_whatComesAfterwards_beginsWhenTheLastEventIsWritten_andNotIfThereIsNone() {
        Promise<Void> written = Promise.promise();
        Turns.Client slow = new Turns.Client() {
            @Override
            public Future<Void> done(TurnEnd end) {
                return written.future();
            }
        };
        List<AnsweringTurn> over = new ArrayList<>();
        Deliver deliver = new Deliver(vertx, (_, _) -> Future.succeededFuture(), over::add);
        Future<TurnEnd> end = deliver.apply(answering(slow, Future.succeededFuture(END)));
        assertThat(end.isComplete()).isFalse();
        assertThat(over).isEmpty();

        written.complete();
        assertThat(end.succeeded()).isTrue();
        assertThat(over).hasSize(1);

        Future<TurnEnd> broken =
                deliver.apply(answering(slow, Future.failedFuture(new AnswerBroken(AnswerBroken.Kind.CUT, "cut"))));
        assertThat(broken.failed()).isTrue();
        assertThat(over).hasSize(1);
    }

    private AnsweringTurn answering(Turns.Client reader, Future<AnswerEnd> end) {
        TraitedTurn told =
                new TraitedTurn(new AuthenticatedTurn(Turns.incoming("Hi", reader), Turns.SESSION), traited.traits());
        return new AnsweringTurn(
                Turns.prompted(new RecalledTurn(
                        told, "gen_1", "c_1", List.of(), List.of(), List.of(), Future.failedFuture("none"), "")),
                new Answer() {
                    @Override
                    public Future<AnswerEnd> pipeTo(TextSink sink) {
                        return end;
                    }
                },
                Future.succeededFuture(LearnedFromTurn.NOTHING));
    }

    private Future<TurnEnd> deliver(Future<AnswerEnd> end, Future<LearnedFromTurn> learned) {
        return deliver(
                new Answer() {
                    @Override
                    public Future<AnswerEnd> pipeTo(TextSink sink) {
                        return sink.write("Hello").compose(_ -> sink.write("!")).compose(_ -> end);
                    }
                },
                learned);
    }

    private Future<TurnEnd> deliver(AnswerStream answer, Future<LearnedFromTurn> learned) {
        PromptedTurn prompted = Turns.prompted(new RecalledTurn(
                traited, "gen_1", "c_1", List.of(), List.of(), List.of(), Future.failedFuture("none"), ""));
        return new Deliver(vertx, (_, text) -> {
                    kept.add(text);
                    return Future.succeededFuture();
                })
                .apply(new AnsweringTurn(prompted, answer, learned));
    }

    private abstract static class Answer implements AnswerStream {
        @Override
        public Source source() {
            return BACKUP;
        }

        @Override
        public List<Part> parts() {
            return PARTS;
        }

        @Override
        public void cancel() {}
    }
}
