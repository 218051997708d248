package dev.rapport.loadtest.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.profile.Profile;
import dev.rapport.loadtest.profile.Profile.Limit;
import dev.rapport.loadtest.profile.Profile.Limits;
import dev.rapport.loadtest.profile.ProfileException;
import dev.rapport.loadtest.profile.ProfileReader;
import dev.rapport.loadtest.profile.Tier;
import dev.rapport.loadtest.record.Gauge;
import dev.rapport.loadtest.record.PhaseRecord;
import dev.rapport.loadtest.record.PhaseRecord.Kind;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.record.Sample.Answer;
import dev.rapport.loadtest.record.Sample.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A metric that a profile judges by exists in a run of that profile; a misspelt one would be found out after an hour. */
class ProfileMetricsTest {
    private static final List<String> GAUGES = List.of(
            Gauge.HEAP_USED,
            Gauge.HEAP_AFTER_GC,
            Gauge.RSS,
            Gauge.THREADS,
            Gauge.FILES,
            Gauge.DIRECT,
            Gauge.RESTARTS,
            Gauge.LOOP_BLOCKED);

    private static final int CHATS = 40;

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("profiles"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void metricsOfLimits_exist(Path file) throws ProfileException {
        for (Tier tier : Tier.values()) {
            Profile profile = ProfileReader.read(file, tier).profile();
            if (profile.needs().isEmpty()) {
                Measurements found = run(profile);
                assertThat(metrics(profile.limits()))
                        .allSatisfy(
                                name -> assertThat(found.find(name)).as(name).isPresent());
            }
        }
    }

    @Test
    void misspeltMetric_isFoundOut() throws ProfileException {
        Profile profile = ProfileReader.read(Path.of("profiles", "gaja-200.yaml"), Tier.FULL)
                .profile();
        assertThat(run(profile).find("chat.e2e.ok_men")).isEmpty();
    }

    /** Those of parts that are not there are left out. */
    private static List<String> metrics(Limits limits) {
        return Stream.of(limits.seed(), limits.beat(), limits.strict())
                .flatMap(List::stream)
                .map(Limit::metric)
                .filter(name -> !name.startsWith("ws.") && !name.startsWith("memory."))
                .distinct()
                .toList();
    }

    /** A short run with all phases of the profile, in which everything happened that can be measured. */
    private static Measurements run(Profile profile) {
        SyntheticRun run = new SyntheticRun();
        for (Profile.Phase phase : profile.phases()) {
            if (!phase.groups().isEmpty()) {
                phase.groups().forEach(group -> add(run, phase, group.name(), 0));
            } else if (phase.search() == null) {
                add(run, phase, phase.name(), phase.level());
            } else {
                add(run, phase, phase.name() + "-1-at-50.0", 50);
                add(run, phase, phase.name() + "-2-at-62.5", 62.5);
            }
        }
        String rpm = profile.provider().options().getOrDefault("rpm", "0");
        run.requestsPerMinute = Long.parseLong(rpm);
        run.tokensPerMinute = Long.parseLong(profile.provider().options().getOrDefault("tpm", "0"));
        run.calmHarness(1);
        for (int second = 0; second <= run.phases.getLast().endNanos() / 1e9; second++) {
            for (String gauge : GAUGES) {
                run.gauge("chat-1", gauge, second, 100);
            }
        }
        return new Measurements(new RunData(run.info(), run.samples, run.gauges, run.provider, profile));
    }

    private static void add(SyntheticRun run, Profile.Phase phase, String name, double level) {
        Kind kind = Kind.valueOf(phase.kind().toUpperCase(Locale.ROOT).replace('-', '_'));
        String model = phase.burst() != null ? "burst" : phase.closed() != null ? "closed" : "open";
        double every = phase.burst() == null ? 1 : phase.burst().every().toMillis() / 1e3;
        int times = phase.burst() == null ? 20 : phase.burst().bursts();
        run.phase(name, kind, level, model, Math.max(20, every * times));
        PhaseRecord record = run.phases.getLast();
        if (kind == Kind.REST) {
            return;
        }
        for (int i = 0; i < CHATS; i++) {
            run.chat(name, record.startNanos() / 1e9 + i % times * every, 100);
            Sample waited = run.samples.getLast();
            run.replaceLast(Samples.answering(waited, queued(waited.answer())));
        }
        run.chat(name, record.startNanos() / 1e9, 100, Sample.CANCELLED);
        for (Operation operation : Operation.values()) {
            run.chat(name, record.startNanos() / 1e9, 10);
            run.replaceLast(as(operation, run.samples.getLast()));
        }
    }

    /** As if it had been told its place in a line. */
    private static Answer queued(Answer answer) {
        return new Answer(
                answer.tokensPlanned(),
                answer.tokens(),
                answer.usageTokens(),
                answer.events(),
                answer.reads(),
                answer.gapsMicros(),
                answer.integrity(),
                answer.learned(),
                answer.recalled(),
                answer.provider(),
                1,
                answer.replaced());
    }

    private static Sample as(Operation operation, Sample sample) {
        return new Sample(
                sample.number(),
                sample.phase(),
                operation,
                sample.user(),
                sample.nonce(),
                sample.plannedNanos(),
                sample.times(),
                sample.answer(),
                sample.outcome(),
                sample.detail(),
                sample.status(),
                sample.retryAfterSeconds(),
                sample.bytesSent(),
                sample.bytesReceived(),
                sample.server());
    }
}
