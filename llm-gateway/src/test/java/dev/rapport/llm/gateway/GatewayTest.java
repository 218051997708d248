package dev.rapport.llm.gateway;

import static dev.rapport.llm.fake.FakeProvider.DONE;
import static dev.rapport.llm.fake.FakeProvider.chunk;
import static dev.rapport.llm.fake.FakeProvider.cut;
import static dev.rapport.llm.fake.FakeProvider.finish;
import static dev.rapport.llm.fake.FakeProvider.hang;
import static dev.rapport.llm.fake.FakeProvider.headOnly;
import static dev.rapport.llm.fake.FakeProvider.page;
import static dev.rapport.llm.fake.FakeProvider.reset;
import static dev.rapport.llm.fake.FakeProvider.stall;
import static dev.rapport.llm.fake.FakeProvider.status;
import static dev.rapport.llm.fake.FakeProvider.stream;
import static dev.rapport.llm.fake.FakeProvider.usage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.llm.AnswerEnd;
import dev.rapport.llm.AnswerStream;
import dev.rapport.llm.Call;
import dev.rapport.llm.LlmReply;
import dev.rapport.llm.LlmRequest;
import dev.rapport.llm.LlmRequest.Evidence;
import dev.rapport.llm.LlmRequest.Message;
import dev.rapport.llm.LlmRequest.Role;
import dev.rapport.llm.Source;
import dev.rapport.llm.config.GatewayConfig.Exhausted;
import dev.rapport.llm.fake.Asked;
import dev.rapport.llm.fake.FakeProvider;
import dev.rapport.llm.fake.FakeProvider.Script;
import dev.rapport.llm.usage.Prices;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GatewayTest {
    private static final Script WELL = stream(chunk("In "), chunk("Porto."), finish("stop"), usage(12, 2, 0), DONE);

    private final Rig rig = new Rig();

    @AfterEach
    void close() throws TimeoutException {
        rig.close();
    }

    private static LlmRequest question() {
        return Asked.request(
                "req_1",
                List.of(new Message(Role.USER, "Where does my sister live?")),
                100,
                List.of(new Evidence("My sister lives in Porto.", Instant.parse("2026-11-21T12:00:00Z"), 0.8f)));
    }

    @Test
    void ask_providerAnswers_pipesItsAnswerWithItsCost() {
        rig.prices = new Prices("USD", Map.of("p1/m", new Prices.Price(1_000_000, 0, 2_000_000)));
        Gateway gateway = rig.gateway(List.of(WELL));

        AnswerEnd end = rig.pipe(gateway, question());

        assertThat(rig.pieces).containsExactly("In ", "Porto.");
        assertThat(end.parts()).singleElement().satisfies(part -> {
            assertThat(part.source()).isEqualTo(new Source("p1", "m", ""));
            assertThat(part.complete()).isTrue();
            assertThat(part.costMicros()).isEqualTo(16_000_000);
        });
        assertThat(rig.heard).containsExactly("p1 ANSWERING", "spent p1 12+2", "ended p1");
        assertNothingIsLeft(gateway);
    }

    static Stream<Named<Script>> ways() {
        return Stream.of(
                Named.of("429 with Retry-After", status(429, "", "Retry-After", "7")),
                Named.of("429 without", status(429, "")),
                Named.of("500", status(500, "")),
                Named.of("503", status(503, "")),
                Named.of("401", status(401, "")),
                Named.of("reset", reset()),
                Named.of("hang", hang()),
                Named.of("hang after the head", headOnly()),
                Named.of("garbage", stream("data: {oops\n\n", "data: {oops\n\n", "data: {o\n\n", "data: {\n\n", DONE)),
                Named.of("a page", page("text/html", "<html>sign in</html>")),
                Named.of("error in band", stream("data: {\"error\":{\"message\":\"no\"}}\n\n")),
                Named.of("nothing", stream(DONE)),
                Named.of("cut", cut()),
                Named.of("a megabyte in one event", stream(chunk("x".repeat(1 << 20)), DONE)));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void ask_firstFailsInAnyWay_secondAnswersAndEachIsAskedOnce(Script way) {
        Gateway gateway = rig.gateway(List.of(way), List.of(WELL));

        AnswerEnd end = rig.pipe(gateway, question());

        assertThat(rig.text()).isEqualTo("In Porto.");
        assertThat(end.parts()).extracting(part -> part.source().provider()).containsExactly("p2");
        assertThat(rig.providers)
                .extracting(provider -> provider.received().size())
                .containsExactly(1, 1);
        assertNothingIsLeft(gateway);
    }

    @Test
    void ask_nothingListens_secondAnswers() {
        FakeProvider well = new FakeProvider(rig.loop.vertx(), WELL);
        FakeProvider gone = new FakeProvider(rig.loop.vertx(), WELL);
        String url = gone.url();
        gone.close();

        rig.pipe(rig.gatewayTo(List.of(url, well.url())), question());

        assertThat(rig.text()).isEqualTo("In Porto.");
    }

    @Test
    void ask_onlyProviderFailsOnce_isAskedAgain() {
        for (Script fault : List.of(reset(), cut(), status(500, ""))) {
            rig.pieces.clear();
            rig.pipe(rig.gateway(List.of(fault, WELL)), question());
            assertThat(rig.text()).isEqualTo("In Porto.");
        }
    }

    @Test
    void ask_allFail_answersFromMemoryAndSaysSo() {
        Gateway gateway = rig.gateway(List.of(status(500, "secret inner words")), List.of(status(500, "")));

        AnswerEnd end = rig.pipe(gateway, question());

        assertThat(rig.text()).isEqualTo("Your sister lives in Porto. You told me so on 21 November 2026.");
        assertThat(end.parts())
                .singleElement()
                .satisfies(
                        part -> assertThat(part.source())
                                .isEqualTo(
                                        new Source(
                                                Source.LOCAL,
                                                "memory",
                                                "The provider p2 could not be reached: this answer comes from memory alone, without a model.")));
        assertThat(rig.providers.stream()
                        .mapToInt(provider -> provider.received().size())
                        .sum())
                .isEqualTo(3); // attempts-max
        assertNothingIsLeft(gateway);
    }

    @Test
    void ask_allFailAndShallRefuse_saysWhatTheLastSaid() {
        rig.exhausted = Exhausted.REFUSE;

        assertThat(rig.ask(rig.gateway(List.of(status(503, "", "Retry-After", "9"))), question()))
                .isEqualTo(new LlmReply.Overloaded("p1", Duration.ofSeconds(9)));
    }

    @Test
    void ask_promptIsRefused_nobodyElseIsAsked() {
        Gateway gateway = rig.gateway(List.of(status(400, "bad words")), List.of(WELL));

        assertThat(rig.ask(gateway, question())).isInstanceOf(LlmReply.Refused.class);
        assertThat(rig.providers.getLast().received()).isEmpty();
        assertNothingIsLeft(gateway);
    }

    @Test
    void ask_noTarget_answersFromMemory() {
        rig.pipe(rig.gatewayTo(List.of()), question());

        assertThat(rig.text()).startsWith("Your sister lives in Porto.");
    }

    @Test
    void ask_providerKeepsFailing_isNotAskedAnyMore() {
        Gateway gateway = rig.gateway(List.of(status(500, "")), List.of(WELL));

        for (int i = 0; i < 30; i++) {
            rig.pipe(gateway, question());
        }

        assertThat(rig.providers.getFirst().received()).hasSize(5);
        assertThat(rig.heard).containsOnlyOnce("gave up p1");
    }

    @Test
    void ask_silentTillTheDeadline_answersFromMemoryInTime() {
        rig.deadline = Duration.ofMillis(150);
        Gateway gateway = rig.gateway(List.of(hang()));

        rig.pipe(gateway, question());

        assertThat(rig.heard).contains("local TIMED_OUT");
        assertNothingIsLeft(gateway);
    }

    @Test
    void stop_beforeTheFirstPiece_closesTheCall() {
        Gateway gateway = rig.gateway(List.of(headOnly()));
        Promise<Void> stop = Promise.promise();

        assertThatThrownBy(() -> rig.loop.await(() -> {
                    var reply = gateway.ask(question(), new Call(stop.future(), _ -> {}, (_, _) -> {}, () -> {}));
                    rig.loop
                            .until(() -> !rig.providers.getFirst().received().isEmpty())
                            .onSuccess(_ -> stop.complete());
                    return reply;
                }))
                .isInstanceOf(CancellationException.class);
        rig.loop.await(() -> rig.providers.getFirst().lostClient());
        assertNothingIsLeft(gateway);
    }

    @Test
    void cancel_inTheMiddle_closesTheCallAndCountsWhatCame() {
        Gateway gateway = rig.gateway(List.of(stall(chunk("In "))));
        AnswerStream answer = ((LlmReply.Answering) rig.ask(gateway, question())).answer();

        rig.loop.get(() -> {
            answer.cancel();
            return true;
        });

        rig.loop.await(() -> rig.providers.getFirst().lostClient());
        assertThat(answer.parts()).singleElement().satisfies(part -> {
            assertThat(part.complete()).isFalse();
            assertThat(part.usage().promptTokens())
                    .isEqualTo(question().prompt().tokens());
            assertThat(part.usage().completionTokens()).isEqualTo(1);
        });
        assertNothingIsLeft(gateway);
    }

    private void assertNothingIsLeft(Gateway gateway) {
        assertThat(rig.loop.get(gateway::inFlight)).isZero();
        assertThat(rig.loop.get(gateway::waiting)).isZero();
    }
}
