package dev.rapport.loadtest.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.client.FailureClass;
import dev.rapport.loadtest.simulator.AnswerSettings;
import dev.rapport.loadtest.simulator.Simulator;
import dev.rapport.loadtest.simulator.SimulatorSettings;
import dev.rapport.loadtest.smoke.RelayService.Mischief;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The runner against a double of the chat service that relays the simulated provider. */
class SmokeRunTest {
    static final AnswerSettings QUICK = new AnswerSettings(1, 5, 0.3, 1, 0.3, 6, 1);

    private final Vertx servers = Vertx.vertx();
    private final Vertx users = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Simulator simulator =
            Simulator.start(servers, SimulatorSettings.ofAnswers(QUICK)).await();

    @AfterEach
    void closeBoth() {
        users.close().await();
        servers.close().await();
    }

    private SmokeSettings settings(RelayService service, Duration duration, String key) {
        return new SmokeSettings(
                service.address(),
                key,
                simulator.address(),
                List.of(service.address().resolve("/metrics")),
                5,
                duration,
                Duration.ofMillis(20),
                Duration.ofMillis(80),
                1,
                "test",
                Duration.ZERO,
                Duration.ofSeconds(5));
    }

    private SmokeReport run(SmokeSettings settings) {
        return switch (new SmokeRun(users, settings).start().await()) {
            case SmokeRun.Outcome.Finished(var report) -> report;
            case SmokeRun.Outcome.NotRun(var reason) -> throw new AssertionError(reason);
        };
    }

    private SmokeReport runAgainst(Mischief mischief, Duration duration) {
        RelayService service = new RelayService(servers, simulator.address(), mischief);
        return run(settings(service, duration, RelayService.KEY));
    }

    @Test
    void start_healthyService_passes() {
        RelayService service = new RelayService(servers, simulator.address(), Mischief.NONE);

        SmokeReport report = run(settings(service, Duration.ofSeconds(2), RelayService.KEY));

        SmokeResult result = report.result();
        Tally.ChatCounts chats = result.talk().chats();
        assertThat(chats.started()).as(report.toText()).isGreaterThan(50);
        assertThat(chats.ok()).isEqualTo(chats.started());
        assertThat(result.sent().sessions()).isEqualTo(5);
        assertThat(result.sent().ends()).isEqualTo(5);
        assertThat(result.sent().total()).isEqualTo(service.requests());
        assertThat(service.openSessions()).isZero();
        assertThat(result.loopsBlocked()).contains(0.0);
        assertThat(result.upstream()).hasValueSatisfying(upstream -> {
            assertThat(upstream.posts()).isEqualTo(chats.started());
            assertThat(upstream.overhead().count()).isEqualTo(chats.ok());
            assertThat(upstream.withoutRecord()).isZero();
        });
        assertThat(result.timings().ttft().p50Micros())
                .isLessThan(result.timings().e2e().p50Micros());
        assertThat(report.toText())
                .contains("none: answers come from the simulated provider at " + simulator.address())
                .contains("first token lognormal, median 5 ms");
        assertThat(report.toJson().at("/provider/parameters/seed").asLong()).isEqualTo(1);
        /* A shared machine may be late; that is all that may keep a healthy service from passing. */
        assertThat(report.verdict().reasons())
                .allSatisfy(reason -> assertThat(reason).startsWith("dispatch delay p99"));
        assertThat(report.exitCode()).isIn(0, 3);
    }

    @Test
    void start_tokenDuplicated_fails() {
        SmokeReport report = runAgainst(Mischief.DUPLICATE_TOKEN, Duration.ofSeconds(1));

        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.result().talk().failures()).containsOnlyKeys(FailureClass.INTEGRITY);
        assertThat(report.result().talk().integrity().duplicate())
                .isEqualTo(report.result()
                        .talk()
                        .failures()
                        .getOrDefault(FailureClass.INTEGRITY, 0L)
                        .intValue())
                .isPositive();
        assertThat(report.toText()).contains("verdict           FAIL");
    }

    @ParameterizedTest
    @CsvSource({
        "DROP_TOKEN, INTEGRITY",
        "NO_DONE, TRUNCATED",
        "ERROR_EVENT, IN_BAND_ERROR",
        "LOCAL_ANSWER, LOCAL_ANSWER",
        "ANSWER_502, HTTP_5XX",
        "ANSWER_HTML, WRONG_CONTENT_TYPE",
        "CLOSE, RESET_BEFORE_HEADERS"
    })
    void start_serviceGoesWrong_failsInThatClass(Mischief mischief, FailureClass expected) {
        SmokeReport report = runAgainst(mischief, Duration.ofMillis(500));

        assertThat(report.exitCode()).as(report.toText()).isEqualTo(1);
        assertThat(report.result().talk().failures()).containsOnlyKeys(expected);
        Tally.ChatCounts chats = report.result().talk().chats();
        assertThat(chats.ok()).isPositive();
        assertThat(chats.ok() + chats.failed()).isEqualTo(chats.started());
    }

    @Test
    void start_everyAnswerAskedForTwice_fails() {
        SmokeReport report = runAgainst(Mischief.ASK_TWICE, Duration.ofMillis(500));

        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.verdict().reasons().getFirst())
                .endsWith("more POSTs at the provider than chats sent and its own failures explain");
    }

    @Test
    void start_answersTheProviderNeverGave_fails() {
        SmokeReport report = runAgainst(Mischief.ASK_NEVER, Duration.ofMillis(500));

        SmokeResult result = report.result();
        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(result.talk().failures()).isEmpty();
        assertThat(result.upstream())
                .hasValueSatisfying(upstream -> assertThat(upstream.withoutRecord())
                        .isPositive()
                        .isEqualTo(result.talk().chats().ok() - upstream.posts()));
    }

    @Test
    void start_loopBlocked_fails() {
        SmokeReport report = runAgainst(Mischief.BLOCK_LOOP, Duration.ofMillis(500));

        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.verdict().reasons().getFirst()).startsWith("event loops were blocked ");
    }

    @Test
    void start_wrongKey_failsWithoutAChat() {
        RelayService service = new RelayService(servers, simulator.address(), Mischief.NONE);

        SmokeReport report = run(settings(service, Duration.ofMillis(500), "wrong"));

        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.result().sessionFailures()).containsEntry(FailureClass.HTTP_4XX, 5L);
        assertThat(report.verdict().reasons())
                .containsExactly("5 sessions could not be opened or ended", "no chat was sent: nothing was measured");
    }

    @Test
    void start_noSimulator_isNotRun() {
        RelayService service = new RelayService(servers, simulator.address(), Mischief.NONE);
        SmokeSettings settings = settings(service, Duration.ofMillis(500), RelayService.KEY);
        simulator.stop().await();

        assertThat(new SmokeRun(users, settings).start().await())
                .isInstanceOfSatisfying(
                        SmokeRun.Outcome.NotRun.class,
                        notRun -> assertThat(notRun.reason()).contains("/sim/stats: refused"));
        assertThat(service.requests()).isZero();
    }

    @Test
    void start_metricMissing_isNotRun() {
        RelayService service = new RelayService(servers, simulator.address(), Mischief.NONE);
        SmokeSettings healthy = settings(service, Duration.ofMillis(500), RelayService.KEY);
        URI page = simulator.address().resolve("/v1/models");
        SmokeSettings settings = new SmokeSettings(
                healthy.target(),
                healthy.key(),
                healthy.simulator(),
                List.of(page),
                healthy.users(),
                healthy.duration(),
                healthy.thinkMin(),
                healthy.thinkMax(),
                healthy.seed(),
                healthy.run(),
                healthy.warmUp(),
                healthy.chatTimeMax());

        assertThat(new SmokeRun(users, settings).start().await())
                .isEqualTo(new SmokeRun.Outcome.NotRun(page + ": no metric rapport_loop_blocked_total"));
    }

    @Test
    void stop_underWay_reportsWhatWasMeasured() {
        RelayService service = new RelayService(servers, simulator.address(), Mischief.NONE);
        SmokeRun run = new SmokeRun(users, settings(service, Duration.ofHours(1), RelayService.KEY));
        var outcome = run.start();
        servers.timer(700, TimeUnit.MILLISECONDS).await();
        assertThat(run.progress().await())
                .hasValueSatisfying(progress -> assertThat(progress.started()).isPositive());

        run.stop();

        assertThat(outcome.await()).isInstanceOfSatisfying(SmokeRun.Outcome.Finished.class, finished -> {
            SmokeResult result = finished.report().result();
            assertThat(result.interrupted()).isTrue();
            assertThat(result.talk().chats().ok()).isPositive();
            assertThat(result.talk().chats().unfinished()).isZero();
            assertThat(result.sent().ends()).isEqualTo(5);
        });
    }
}
