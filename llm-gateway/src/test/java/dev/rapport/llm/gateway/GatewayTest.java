package dev.rapport.llm.gateway;

import static dev.rapport.llm.fake.FakeProvider.DONE;
import static dev.rapport.llm.fake.FakeProvider.chunk;
import static dev.rapport.llm.fake.FakeProvider.cut;
import static dev.rapport.llm.fake.FakeProvider.hang;
import static dev.rapport.llm.fake.FakeProvider.reset;
import static dev.rapport.llm.fake.FakeProvider.stall;
import static dev.rapport.llm.fake.FakeProvider.status;
import static dev.rapport.llm.fake.FakeProvider.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.llm.AnswerBroken;
import dev.rapport.llm.AnswerEnd;
import dev.rapport.llm.LlmClient;
import dev.rapport.llm.LlmListener;
import dev.rapport.llm.LlmReply;
import dev.rapport.llm.LlmRequest;
import dev.rapport.llm.LlmRequest.Evidence;
import dev.rapport.llm.LlmRequest.Message;
import dev.rapport.llm.LlmRequest.Role;
import dev.rapport.llm.Source;
import dev.rapport.llm.fake.FakeProvider;
import dev.rapport.llm.fake.Loop;
import dev.rapport.llm.http.HttpTimeouts;
import dev.rapport.llm.local.LocalResponder;
import dev.rapport.llm.loop.Timers;
import dev.rapport.llm.provider.ModelClient;
import dev.rapport.llm.provider.ProviderSettings;
import dev.rapport.llm.provider.Providers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatewayTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final LlmRequest QUESTION = new LlmRequest(
            "req_1",
            List.of(new Message(Role.USER, "Where does my sister live?")),
            "Where does my sister live?",
            List.of(new Evidence("My sister lives in Porto.", Instant.parse("2026-11-21T12:00:00Z"), 0.8f)),
            100);
    private static final String FROM_MEMORY = "Your sister lives in Porto. You told me so on 21 November 2026.";

    private final Loop loop = new Loop();
    private final List<String> heard = new ArrayList<>();
    private final List<Duration> waits = new ArrayList<>();
    private final List<String> pieces = new ArrayList<>();

    @AfterEach
    void close() throws TimeoutException {
        loop.close();
    }

    private final LlmListener listener = new LlmListener() {
        @Override
        public void attemptEnded(String provider, Outcome outcome, long nanos) {
            heard.add("attempt " + outcome);
        }

        @Override
        public void retrying(String provider, long waitNanos) {
            heard.add("retrying");
        }

        @Override
        public void answeredLocally(String provider, Outcome because) {
            heard.add("local " + because);
        }

        @Override
        public void answerEnded(Source source, AnswerEnd end, long nanos) {
            heard.add("ended " + source.provider());
        }

        @Override
        public void answerBroken(Source source, Throwable cause, long nanos) {
            heard.add("broken " + source.provider());
        }
    };

    @Test
    void ask_providerAnswers_pipesItsAnswer() {
        Source source = pipe(gateway(stream(chunk("In Porto."), DONE)));

        assertThat(pieces).containsExactly("In Porto.");
        assertThat(source).isEqualTo(new Source("fake", "m", ""));
        assertThat(heard).containsExactly("attempt ANSWERING", "ended fake");
    }

    @Test
    void ask_firstAttemptFails_secondAnswers() {
        for (FakeProvider.Script fault : List.of(reset(), cut(), status(500, ""), status(429, ""))) {
            heard.clear();
            assertThat(pipe(gateway(fault, stream(chunk("ok"), DONE))).provider())
                    .isEqualTo("fake");
            assertThat(heard).element(1).isEqualTo("retrying");
        }
        assertThat(waits).allSatisfy(wait -> assertThat(wait).isBetween(Duration.ZERO, Duration.ofMillis(200)));
    }

    @Test
    void ask_bothAttemptsFail_answersFromMemoryAndSaysSo() {
        FakeProvider provider = new FakeProvider(loop.vertx(), status(500, "secret inner words"));

        Source source = pipe(() -> gateway(provider, policy(2)));

        assertThat(provider.received()).hasSize(2);
        assertThat(String.join("", pieces)).isEqualTo(FROM_MEMORY);
        assertThat(source)
                .isEqualTo(
                        new Source(
                                Source.LOCAL,
                                LocalResponder.MODEL,
                                "The provider fake could not be reached: this answer comes from memory alone, without a model."));
        assertThat(heard)
                .containsExactly(
                        "attempt UNREACHABLE", "retrying", "attempt UNREACHABLE", "local UNREACHABLE", "ended local");
    }

    @Test
    void ask_shortRetryAfter_waitsAtLeastThatLong() {
        pipe(gateway(status(429, "", "Retry-After", "1.5"), stream(chunk("ok"), DONE)));

        assertThat(waits)
                .singleElement()
                .satisfies(wait -> assertThat(wait).isBetween(Duration.ofMillis(1_500), Duration.ofMillis(1_700)));
    }

    @Test
    void ask_longRetryAfter_doesNotAskAgain() {
        FakeProvider provider = new FakeProvider(loop.vertx(), status(429, "", "Retry-After", "3"));

        Source source = pipe(() -> gateway(provider, policy(2)));

        assertThat(provider.received()).hasSize(1);
        assertThat(source.notice()).startsWith("The provider fake has no room for more requests:");
    }

    @Test
    void ask_wrongKey_answersFromMemoryAndSaysWhatToCheck() {
        FakeProvider provider = new FakeProvider(loop.vertx(), status(401, "invalid_api_key"));

        Source source = pipe(() -> gateway(provider, policy(2)));

        assertThat(provider.received()).hasSize(1);
        assertThat(source.notice())
                .startsWith("The provider fake does not accept the API key (HTTP 401; check it and start again):");
    }

    @Test
    void ask_badRequest_isRefusedAndNotRepeated() {
        FakeProvider provider = new FakeProvider(loop.vertx(), status(400, "too long"));

        assertThat(ask(() -> gateway(provider, policy(2))))
                .isEqualTo(new LlmReply.Refused("fake", "HTTP 400: too long"));
        assertThat(provider.received()).hasSize(1);
    }

    @Test
    void ask_deadlinePasses_answersFromMemoryAndClosesTheCall() {
        FakeProvider provider = new FakeProvider(loop.vertx(), hang());
        RetryPolicy hasty = new RetryPolicy(2, Duration.ofMillis(1), Duration.ZERO, Duration.ofMillis(150));

        Source source = pipe(() -> gateway(provider, hasty));

        assertThat(source.notice()).startsWith("The provider fake did not answer in time:");
        assertThat(heard).containsExactly("attempt TIMED_OUT", "local TIMED_OUT", "ended local");
        loop.await(provider::lostClient);
    }

    @Test
    void ask_breaksAfterTheFirstPiece_isBroken() {
        assertThatThrownBy(() -> pipe(gateway(cut(chunk("In"))))).isInstanceOf(AnswerBroken.class);
        assertThat(heard).containsExactly("attempt ANSWERING", "broken fake");
    }

    @Test
    void ask_stoppedBeforeTheFirstPiece_closesTheCall() {
        FakeProvider provider = new FakeProvider(loop.vertx(), stall(chunk("")));
        Promise<Void> stop = Promise.promise();
        Future<LlmReply> reply = loop.get(() -> gateway(provider, policy(2)).ask(QUESTION, stop.future()));

        loop.vertx().setTimer(50, _ -> stop.complete());

        assertThatThrownBy(() -> loop.await(() -> reply)).isInstanceOf(CancellationException.class);
        loop.await(provider::lostClient);
        assertThat(heard).containsExactly("attempt CANCELLED");
    }

    @Test
    void ask_clientThatCannotStop_letsGoOfTheLateAnswer() {
        Promise<LlmReply> late = Promise.promise();
        LlmClient client = _ -> late.future();
        Future<LlmReply> reply = client.ask(QUESTION, Future.succeededFuture());
        LlmReply.Answering answering = (LlmReply.Answering) ask(gateway(stream(chunk("a"), DONE)));

        late.complete(answering);

        assertThat(reply.cause()).isInstanceOf(CancellationException.class);
        assertThat(answering.answer().pipeTo(_ -> Future.succeededFuture()).cause())
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void create_nothingConfigured_answersFromMemoryAndSaysHowToHaveAModel() {
        Gateway gateway = loop.get(() -> Gateway.create(loop.vertx(), Providers.fromEnvironment(Map.of()), listener));

        Source source = pipe(() -> gateway);

        assertThat(source.local()).isTrue();
        assertThat(source.notice()).contains("No model is configured").contains("OPENAI_API_KEY");
        assertThat(String.join("", pieces)).startsWith("Your sister lives in Porto.");
    }

    @Test
    void create_configured_asksTheProviderOfTheEnvironment() {
        FakeProvider provider = new FakeProvider(loop.vertx(), stream(chunk("ok"), DONE));
        Providers providers =
                Providers.fromEnvironment(Map.of("OPENAI_BASE_URL", provider.url(), "RAPPORT_MODEL", "m-9"));

        Source source = pipe(() -> Gateway.create(loop.vertx(), providers, LlmListener.NONE));

        assertThat(source).isEqualTo(new Source("openai", "m-9", ""));
        assertThat(provider.received().getFirst().headers().contains("authorization"))
                .isFalse();
    }

    private LlmReply ask(Supplier<Gateway> gateway) {
        return loop.await(() -> gateway.get().ask(QUESTION));
    }

    private Source pipe(Supplier<Gateway> gateway) {
        return loop.await(() -> gateway.get().ask(QUESTION).compose(reply -> {
            var answer = ((LlmReply.Answering) reply).answer();
            return answer.pipeTo(piece -> {
                        pieces.add(piece);
                        return Future.succeededFuture();
                    })
                    .map(answer.source());
        }));
    }

    private static RetryPolicy policy(int attempts) {
        return RetryPolicy.of(attempts);
    }

    private Supplier<Gateway> gateway(FakeProvider.Script... scripts) {
        FakeProvider provider = new FakeProvider(loop.vertx(), scripts);
        return () -> gateway(provider, policy(2));
    }

    /* Waits before another attempt are written down and not waited for; the deadline is real. */
    private Gateway gateway(FakeProvider provider, RetryPolicy policy) {
        ProviderSettings settings = new ProviderSettings(
                "fake", ProviderSettings.Kind.OPENAI, provider.url(), "", "m", HttpTimeouts.DEFAULT, 2);
        Timers timers = (delay, task) -> {
            if (delay.equals(policy.deadline())) {
                return Timers.of(loop.vertx()).after(delay, task);
            }
            waits.add(delay);
            return Timers.of(loop.vertx()).after(Duration.ofMillis(1), task);
        };
        return new Gateway(
                Optional.of(new ModelClient(loop.vertx(), settings, InstantSource.fixed(NOW))),
                new LocalResponder(InstantSource.fixed(NOW)),
                policy,
                timers,
                new Random(7),
                listener);
    }
}
