package dev.rapport.chat.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.Turns;
import dev.rapport.chat.turn.AnsweringTurn;
import dev.rapport.chat.turn.IncomingTurn;
import dev.rapport.chat.turn.LearnedFromTurn;
import dev.rapport.chat.turn.PromptedTurn;
import dev.rapport.chat.turn.Stage;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.llm.AnswerEnd;
import dev.rapport.llm.AnswerStream;
import dev.rapport.llm.Call;
import dev.rapport.llm.LlmReply;
import dev.rapport.llm.LlmRequest;
import dev.rapport.llm.Part;
import dev.rapport.llm.Quota;
import dev.rapport.llm.Source;
import dev.rapport.llm.TextSink;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GenerateTest {
    private static final Quota QUOTA = new Quota(new Quota.Limit(60, 41, Duration.ofSeconds(19)), Quota.Limit.NONE);

    private final PromptedTurn turn = Turns.prompted(Turns.recalled("Hi", List.of(), List.of(), List.of()));
    private final IncomingTurn incoming = turn.incoming();
    private final Turns.Client client = (Turns.Client) incoming.client();
    private final List<PromptedTurn> taught = new ArrayList<>();
    private final Promise<LlmReply> reply = Promise.promise();
    private Call call = Call.NONE;

    @Test
    void apply_isTaught_whenTheModelMayBeAsked_notBefore_andOnce() {
        Future<AnsweringTurn> answering = generate();
        assertThat(taught).isEmpty();

        call.granted().accept(QUOTA);
        assertThat(taught).isEmpty();
        call.admitted().run();
        assertThat(taught).containsExactly(turn);
        reply.complete(new LlmReply.Answering(new Silent()));
        assertThat(taught).containsExactly(turn);
        assertThat(answering.result().learned().result().memoryIds()).containsExactly("m_1");
        assertThat(client.events).containsExactly("quota 41");
        assertThat(incoming.times().admitNanos()).isPresent();
    }

    @Test
    void apply_answerThatNeededNoPermit_teachesAsWell() {
        Future<AnsweringTurn> answering = generate();
        reply.complete(new LlmReply.Answering(new Silent()));
        assertThat(answering.result().learned().result().memoryIds()).containsExactly("m_1");
        assertThat(taught).containsExactly(turn);
        assertThat(incoming.times().admitNanos()).isEmpty();
    }

    @Test
    void apply_limited_teachesNothing_andSaysWhichLimit() {
        Future<AnsweringTurn> answering = generate();
        reply.complete(new LlmReply.Limited(LlmReply.Limit.TOKENS, Duration.ofMillis(6_500), QUOTA));
        assertThat(failure(answering))
                .isEqualTo(new TurnFailure.RateLimited(LlmReply.Limit.TOKENS, Duration.ofMillis(6_500), QUOTA));
        assertThat(taught).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("unwilling")
    void apply_noAnswer_isAFailureByName(LlmReply said, TurnFailure expected) {
        Future<AnsweringTurn> answering = generate();
        call.admitted().run();
        reply.complete(said);
        assertThat(failure(answering)).isEqualTo(expected);
    }

    static Stream<Arguments> unwilling() {
        Duration second = Duration.ofSeconds(1);
        Duration five = Duration.ofSeconds(5);
        return Stream.of(
                Arguments.of(
                        new LlmReply.Overloaded("openai", second),
                        new TurnFailure.Overloaded("the model has no room", second)),
                Arguments.of(new LlmReply.TimedOut("openai", second), new TurnFailure.ModelTimedOut(second)),
                Arguments.of(
                        new LlmReply.Unreachable("openai", "reset"),
                        new TurnFailure.Unavailable("the model (reset)", five)),
                Arguments.of(
                        new LlmReply.NotAccepted("openai", 401),
                        new TurnFailure.Unavailable("the model (openai)", five)),
                Arguments.of(new LlmReply.Refused("openai", "no"), new TurnFailure.ModelRefused()));
    }

    @Test
    void apply_waits_theClientHearsWhere_andCanStopIt() {
        Future<AnsweringTurn> answering = generate();
        call.queue().moved(3, Duration.ofSeconds(1));
        assertThat(client.events).containsExactly("queued 3");
        assertThat(call.stop().isComplete()).isFalse();

        client.gone.complete();
        assertThat(call.stop().isComplete()).isTrue();
        reply.fail(new CancellationException("stopped"));
        assertThat(failure(answering)).isEqualTo(new TurnFailure.ClientGone());
        assertThat(taught).isEmpty();
    }

    @Test
    void apply_waits_sessionEnds_isTold() {
        Future<AnsweringTurn> answering = generate();
        client.signedOut = true;
        client.gone.complete();
        reply.fail(new CancellationException("stopped"));
        assertThat(failure(answering)).isEqualTo(TurnFailure.NotAuthenticated.ENDED);
    }

    @Test
    void apply_bugInTheGateway_isTold() {
        Future<AnsweringTurn> answering = generate();
        reply.fail(new IllegalStateException("bug"));
        assertThat(answering.cause()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void apply_learningThrows_theTurnGoesOn() {
        Future<AnsweringTurn> answering = generate(_ -> {
            throw new IllegalStateException("bug");
        });
        call.admitted().run();
        reply.complete(new LlmReply.Answering(new Silent()));
        assertThat(answering.result().learned().cause()).hasMessage("bug");
    }

    private Future<AnsweringTurn> generate() {
        return generate(prompted -> {
            taught.add(prompted);
            return Future.succeededFuture(new LearnedFromTurn(List.of("m_1")));
        });
    }

    private Future<AnsweringTurn> generate(Stage<PromptedTurn, LearnedFromTurn> learn) {
        return new Generate(this::ask, learn).apply(turn);
    }

    private Future<LlmReply> ask(LlmRequest request, Call asked) {
        assertThat(request).isSameAs(turn.request());
        call = asked;
        return reply.future();
    }

    private static TurnFailure failure(Future<AnsweringTurn> answering) {
        assertThat(answering.cause()).isInstanceOf(TurnFailed.class);
        return ((TurnFailed) answering.cause()).failure();
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
            return Future.failedFuture("not piped here");
        }

        @Override
        public void cancel() {}
    }
}
