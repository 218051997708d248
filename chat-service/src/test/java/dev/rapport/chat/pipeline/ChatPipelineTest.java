package dev.rapport.chat.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.Turns;
import dev.rapport.chat.turn.AnsweringTurn;
import dev.rapport.chat.turn.AuthenticatedTurn;
import dev.rapport.chat.turn.CompressedTurn;
import dev.rapport.chat.turn.IncomingTurn;
import dev.rapport.chat.turn.LearnedFromTurn;
import dev.rapport.chat.turn.Stage;
import dev.rapport.chat.turn.StageName;
import dev.rapport.chat.turn.TurnEnd;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.llm.AnswerEnd;
import dev.rapport.llm.AnswerStream;
import dev.rapport.llm.Part;
import dev.rapport.llm.Source;
import dev.rapport.llm.TextSink;
import dev.rapport.llm.Usage;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatPipelineTest {
    private static final AnswerEnd END = AnswerEnd.of(AnswerEnd.Finish.STOP, new Usage(1, 1, 0));

    private final List<StageName> ended = new ArrayList<>();
    private final IncomingTurn hello = Turns.incoming("hello", new Turns.Client());

    @Test
    void run_allStagesSucceed_inTheOrderOfTheEnum() {
        Future<TurnEnd> end = pipeline(turn -> Future.succeededFuture(new AuthenticatedTurn(turn, Turns.SESSION)))
                .run(hello);

        assertThat(end.succeeded()).isTrue();
        assertThat(ended).containsExactly(StageName.values());
        assertThat(hello.times().byStage().keySet()).containsExactlyInAnyOrder(StageName.values());
    }

    @Test
    void run_notAuthenticated_stopsThere() {
        TurnFailed refused = new TurnFailed(new TurnFailure.NotAuthenticated("no token"));

        Future<TurnEnd> end = pipeline(_ -> Future.failedFuture(refused)).run(hello);

        assertThat(end.cause()).isSameAs(refused);
        assertThat(ended).containsExactly(StageName.AUTHENTICATE);
    }

    @Test
    void run_stageThrows_isHeardOnce() {
        Future<TurnEnd> end = pipeline(_ -> {
                    throw new IllegalStateException("bug");
                })
                .run(hello);

        assertThat(end.cause()).hasMessage("bug");
        assertThat(ended).containsExactly(StageName.AUTHENTICATE);
    }

    private ChatPipeline pipeline(Stage<IncomingTurn, AuthenticatedTurn> authenticate) {
        return new ChatPipeline(
                new ChatPipeline.Stages(
                        authenticate,
                        turn -> Future.succeededFuture(
                                Turns.traited(turn.incoming().text(), "", List.of())),
                        _ -> Future.succeededFuture(Turns.recalled("hello", List.of(), List.of(), List.of())),
                        turn -> Future.succeededFuture(new CompressedTurn(turn, List.of(), List.of(), List.of(), 0)),
                        turn -> Future.succeededFuture(Turns.prompted(turn.turn())),
                        turn -> Future.succeededFuture(
                                new AnsweringTurn(turn, new Silent(), Future.succeededFuture(LearnedFromTurn.NOTHING))),
                        turn -> Future.succeededFuture(
                                new TurnEnd("gen_1", "c_1", turn.answer().source(), END, List.of(), hello.times()))),
                (stage, _, _) -> ended.add(stage));
    }

    private static final class Silent implements AnswerStream {
        @Override
        public Source source() {
            return new Source("test", "none", "");
        }

        @Override
        public List<Part> parts() {
            return List.of();
        }

        @Override
        public Future<AnswerEnd> pipeTo(TextSink sink) {
            return Future.succeededFuture(END);
        }

        @Override
        public void cancel() {}
    }
}
