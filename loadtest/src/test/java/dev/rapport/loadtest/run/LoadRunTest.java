package dev.rapport.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.profile.SystemSetup;
import dev.rapport.loadtest.record.PhaseRecord;
import dev.rapport.loadtest.record.PhaseRecord.Kind;
import dev.rapport.loadtest.record.RunInfo;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.record.Sample.Operation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs: several phases and legs, an early end, and what is written down. The server takes 100 ms for an answer. */
@Timeout(60) // a load that never ends must fail, not hang
class LoadRunTest {
    private static final String TALK = "behaviours: {talk: {pause: 20ms, tasks: [{do: chat}]}}\n";

    /** More than any of the runs takes, also on a busy machine; those that are stopped would take minutes. */
    private static final long ENDED_SECONDS_MAX = 20;

    private final KnownServices services = new KnownServices(100, Integer.MAX_VALUE);

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void takeDown() {
        services.takeDown();
    }

    @Test
    void levels_arePhasesWithRestsBetween_inWhichNobodyActs() throws Exception {
        Played played = Played.run(TALK + """
                phases:
                  - {name: users, for: 500ms, levels: [1, 3], rest: 400ms, closed: {users: 1, behave: talk}}
                """, services, folder);

        assertThat(played.phaseNames()).containsExactly("users-1", "rest-before-users-3", "users-3");
        assertThat(played.phase("users-3").level()).isEqualTo(3);
        assertThat(played.phase("rest-before-users-3").kind()).isEqualTo(Kind.REST);
        assertThat(played.phase("rest-before-users-3").seconds()).isBetween(0.4, 3.0);
        assertThat(played.samples()).noneMatch(sample -> sample.phase().startsWith("rest"));
        assertThat(played.chats("users-3")).extracting(Sample::user).contains(0, 1, 2);
    }

    /** A chat that is under way when the last phase ends may end; its user must not go on. */
    @Test
    void lastPhase_afterItsEnd_nobodyBeginsAnything() throws Exception {
        Played played = Played.run(TALK + """
                phases:
                  - {name: last, for: 500ms, closed: {users: 5, behave: talk, ramp_per_second: 50}}
                """, services, folder);
        long endNanos = played.phase("last").endNanos();

        assertThat(played.samples()).allMatch(sample -> sample.plannedNanos() <= endNanos);
        assertThat(played.samples()).anyMatch(sample -> sample.settledAtNanos() > endNanos);
    }

    @Test
    void legs_otherSetUp_isBroughtUp_andTheClockGoesOn() throws Exception {
        Played played = Played.run(TALK + """
                system: {instances: 1}
                phases:
                  - {name: one, for: 500ms, closed: {users: 2, behave: talk}}
                  - {name: same, for: 300ms, system: {instances: 1}, closed: {users: 2, behave: talk}}
                  - {name: two, for: 500ms, system: {instances: 2}, closed: {users: 2, behave: talk}}
                """, services, folder);

        assertThat(services.setUps()).extracting(SystemSetup::instances).containsExactly(1, 2);
        assertThat(played.of(Operation.SESSION)).hasSize(4);
        assertThat(played.samples()).allMatch(Sample::ok);
        assertThat(played.phase("two").startNanos())
                .isGreaterThanOrEqualTo(played.chats("same").stream()
                        .mapToLong(Sample::settledAtNanos)
                        .max()
                        .orElseThrow());
        assertThat(played.chats("two")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "closed: {users: 5, behave: talk}",
                "open: {chats_per_second: 50, users: 5}",
                "burst: {requests: 2000, in_flight_max: 2, users: 5}",
                "burst: {requests: 5, bursts: 500, every: 100ms, users: 5}",
                "search: {from: 20, factor: 2, step: 60s, precision: 0.1, steps_max: 9, users: 5}"
            })
    void stop_endsEarly_andEverythingSettles(String load) throws Exception {
        LoadRun run = Played.of(
                TALK + "phases: [{name: long, for: 10m, " + load + "}, {name: never, for: 10m, " + load + "}]",
                services,
                folder);
        CompletableFuture<RunInfo> ended = runInBackground(run);
        while (run.progress().map(Progress::ok).orElse(0L) < 5) {
            assertThat(ended).isNotDone();
        }
        run.stop();

        assertThat(ended.get(ENDED_SECONDS_MAX, TimeUnit.SECONDS).interrupted()).isTrue();
        Played played = Played.read(folder);
        assertThat(played.samples()).allMatch(Sample::ok);
        assertThat(played.phaseNames()).noneMatch(name -> name.startsWith("never"));
        assertThat(run.progress()).isEmpty();
    }

    /** 10,000 would take 40 s. */
    @Test
    void stop_whileUsersSignIn_endsEarly() throws Exception {
        LoadRun run = Played.of(
                "phases: [{name: many, for: 10m, open: {chats_per_second: 1, users: 10000}}]", services, folder);
        CompletableFuture<RunInfo> ended = runInBackground(run);
        while (run.progress().isEmpty()) {
            assertThat(ended).isNotDone();
        }
        run.stop();

        assertThat(ended.get(ENDED_SECONDS_MAX, TimeUnit.SECONDS).interrupted()).isTrue();
        assertThat(Played.read(folder).phaseNames()).containsExactly("sign-in-for-many");
    }

    private static CompletableFuture<RunInfo> runInBackground(LoadRun run) {
        CompletableFuture<RunInfo> ended = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                ended.complete(run.run());
            } catch (Exception e) {
                ended.completeExceptionally(e);
            }
        });
        return ended;
    }

    @Test
    void info_isComplete_andReadAsWritten() throws Exception {
        LoadRun run = Played.of(TALK + """
                phases:
                  - {name: warm, kind: warm-up, for: 300ms, closed: {users: 2, behave: talk}}
                  - {name: main, for: 1200ms, closed: {users: 2, behave: talk}}
                """, services, folder);
        Instant before = Instant.now();
        RunInfo info = run.run();
        Played played = Played.read(folder);

        assertThat(played.info()).isEqualTo(info);
        assertThat(info.profile()).isEqualTo("engine");
        assertThat(info.tier()).isEqualTo("smoke");
        assertThat(info.profileYaml()).startsWith("id: engine").endsWith("talk}}\n");
        assertThat(info.seed()).isEqualTo(Played.SEED);
        assertThat(info.startedAt()).isBetween(before, Instant.now());
        assertThat(Duration.ofNanos(info.endNanos())).isBetween(Duration.ofMillis(1_500), Duration.ofSeconds(15));
        assertThat(info.interrupted()).isFalse();
        assertThat(info.phases()).extracting(PhaseRecord::kind).containsExactly(Kind.WARM_UP, Kind.MEASURED);
        assertThat(info.phase("main").load()).isEqualTo("2 users, talk");
        assertThat(info.target()).startsWith("http://127.0.0.1:");
        assertThat(info.parts()).extracting(RunInfo.PartRecord::name).containsExactly("harness");
        assertThat(info.provider()).isNotNull();
        assertThat(info.provider().path("name").asText()).isEqualTo("known-server");
        assertThat(info.provenance()).containsKeys("commit", "java", "kernel", "cores", "cpu", "memory", "command");
        assertThat(info.notes()).anyMatch(note -> note.startsWith("The harness runs with "));
        assertThat(played.samples())
                .allMatch(sample -> sample.nonce().isEmpty() || sample.nonce().startsWith(info.runId()));
        assertThat(played.gauges()).anyMatch(gauge -> gauge.name().equals(Board.IN_FLIGHT_MEAN) && gauge.value() > 0);
    }
}
