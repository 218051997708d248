package dev.rapport.loadtest.metrics;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rapport.loadtest.client.Integrity;
import dev.rapport.loadtest.profile.Profile;
import dev.rapport.loadtest.profile.Profile.Good;
import dev.rapport.loadtest.profile.Profile.Limit;
import dev.rapport.loadtest.profile.Profile.Limits;
import dev.rapport.loadtest.profile.Profile.ProviderSetup;
import dev.rapport.loadtest.profile.Profile.Published;
import dev.rapport.loadtest.profile.Quantity;
import dev.rapport.loadtest.profile.RecoveryGoal;
import dev.rapport.loadtest.profile.SystemSetup;
import dev.rapport.loadtest.record.Gauge;
import dev.rapport.loadtest.record.PhaseRecord;
import dev.rapport.loadtest.record.PhaseRecord.Kind;
import dev.rapport.loadtest.record.ProviderRecord;
import dev.rapport.loadtest.record.RunInfo;
import dev.rapport.loadtest.record.RunInfo.PartRecord;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.record.Sample.Answer;
import dev.rapport.loadtest.record.Sample.Operation;
import dev.rapport.loadtest.record.Sample.Server;
import dev.rapport.loadtest.record.Sample.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Raw data made up so that every figure is known beforehand. */
public final class SyntheticRun {
    public static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000_000_000L;

    public final List<PhaseRecord> phases = new ArrayList<>();
    public final List<Sample> samples = new ArrayList<>();
    public final List<Gauge> gauges = new ArrayList<>();
    public final List<ProviderRecord> provider = new ArrayList<>();
    public final Map<String, Long> providerCounts = new TreeMap<>();
    public final List<String> problems = new ArrayList<>();
    public final List<Limit> seed = new ArrayList<>();
    public final List<Limit> strict = new ArrayList<>();
    public final List<Published> published = new ArrayList<>();
    public Good good = Good.SUCCESS;
    public RecoveryGoal recovery = RecoveryGoal.UNSAID;
    public boolean interrupted;
    public long requestsPerMinute;
    public long tokensPerMinute;
    public long sent = -1;

    /** A measured phase behind the ones before. */
    public SyntheticRun phase(String name, double level, String model, double seconds) {
        return phase(name, Kind.MEASURED, level, model, seconds);
    }

    public SyntheticRun phase(String name, Kind kind, double level, String model, double seconds) {
        long start = phases.isEmpty() ? 0 : phases.getLast().endNanos();
        phases.add(new PhaseRecord(name, kind, level, model, name, 10, 0, start, start + (long) (seconds * SECOND)));
        return this;
    }

    /** Beside the phase before it, as groups are. */
    public SyntheticRun beside(String name, String model) {
        PhaseRecord other = phases.getLast();
        phases.add(new PhaseRecord(name, other.kind(), 0, model, name, 10, 0, other.startNanos(), other.endNanos()));
        return this;
    }

    /** A good chat of the phase with ten tokens, and the provider's record of 80 % of its time. */
    public SyntheticRun chat(String phase, double atSeconds, double e2eMillis) {
        return chat(phase, atSeconds, e2eMillis, Sample.OK);
    }

    public SyntheticRun chat(String phase, double atSeconds, double e2eMillis, String outcome) {
        return chat(phase, samples.size() % 10, atSeconds, e2eMillis, outcome, Integrity.INTACT);
    }

    public SyntheticRun chat(
            String phase, int user, double atSeconds, double e2eMillis, String outcome, Integrity integrity) {
        boolean ok = outcome.equals(Sample.OK);
        long e2e = (long) (e2eMillis * MILLI);
        String nonce = "n" + samples.size();
        long planned = (long) (atSeconds * SECOND);
        /* First text at half time, then nine gaps that fill the rest. */
        int gap = (int) (e2e / 2 / 9 / 1_000);
        Times times = new Times(0, MILLI, ok ? e2e / 4 : -1, ok ? e2e / 2 : -1, ok ? e2e : -1, ok ? e2e : -1, e2e);
        Answer answer = new Answer(
                10,
                ok ? 10 : 0,
                ok ? 10 : -1,
                ok ? 10 : 0,
                5,
                ok ? List.of(gap, gap, gap, gap, gap, gap, gap, gap, gap) : List.of(),
                integrity,
                0,
                0,
                "simulated",
                0,
                0);
        samples.add(new Sample(
                samples.size(),
                phase,
                Operation.CHAT,
                user,
                nonce,
                planned,
                times,
                answer,
                outcome,
                ok ? "" : "detail",
                ok ? 200 : 500,
                -1,
                400,
                600,
                server(ok, e2eMillis)));
        provider.add(new ProviderRecord(
                nonce,
                "m",
                true,
                200,
                START.toEpochMilli() + (long) (1e3 * atSeconds + 0.1 * e2eMillis),
                0.4 * e2eMillis,
                0.8 * e2eMillis,
                10,
                "ok"));
        return this;
    }

    private static Server server(boolean ok, double e2eMillis) {
        Map<String, Double> stages = Map.of(
                "authenticate",
                1.0,
                "extract",
                1.0,
                "recall",
                2.0,
                "compress",
                1.0,
                "prompt",
                1.0,
                "total",
                0.9 * e2eMillis);
        return new Server("r", "chat-1", ok ? stages : Map.of());
    }

    /** What the provider says of the chat made last. */
    public SyntheticRun outcomeOfLast(String outcome) {
        ProviderRecord last = provider.removeLast();
        provider.add(new ProviderRecord(
                last.nonce(),
                last.model(),
                last.stream(),
                last.status(),
                last.arrivedAtMs(),
                last.firstTokenMs(),
                last.totalMs(),
                last.tokens(),
                outcome,
                last.waitedMs(),
                last.promptTokens()));
        return this;
    }

    /**
     * One attempt at the chat made last, as the provider tells it.
     *
     * @param arrivedMillis after the run's start
     * @param waitedMillis from then until it had a place
     * @param totalMillis from the arrival to the end
     */
    public SyntheticRun attempt(
            String outcome, double arrivedMillis, double waitedMillis, double totalMillis, int tokens, int prompt) {
        int status = outcome.matches("4..|5..") ? Integer.parseInt(outcome) : 200;
        provider.add(new ProviderRecord(
                samples.getLast().nonce(),
                "m",
                true,
                status,
                START.toEpochMilli() + (long) arrivedMillis,
                tokens > 0 ? waitedMillis + 1 : -1,
                totalMillis,
                tokens,
                outcome,
                waitedMillis,
                prompt));
        return this;
    }

    /** Replaces the sample made last. */
    public SyntheticRun replaceLast(Sample sample) {
        samples.removeLast();
        samples.add(sample);
        return this;
    }

    public SyntheticRun gauge(String source, String name, double atSeconds, double value) {
        gauges.add(new Gauge((long) (atSeconds * SECOND), source, name, value));
        return this;
    }

    /** What the harness says each second of a run in which it had room to spare. */
    public SyntheticRun calmHarness(double inFlight) {
        double seconds = phases.getLast().endNanos() / 1e9;
        for (int i = 0; i <= seconds; i++) {
            gauge(RunData.HARNESS, Gauge.CPU, i, 0.1 * i);
            gauge(RunData.HARNESS, Gauge.GC_PAUSE_MAX, i, 0.002);
            gauge(RunData.HARNESS, Gauge.HICCUP_MAX, i, 0.001);
            gauge(RunData.HARNESS, HarnessGauges.IN_FLIGHT_MEAN, i, inFlight);
        }
        return this;
    }

    /* As a profile has it: parts are written in percent. */
    private static String written(double value, String unit) {
        return (unit.equals("%") ? 100 * value : value) + " " + unit;
    }

    public SyntheticRun max(String metric, double value, String unit, double confidence) {
        strict.add(new Limit(metric, null, new Quantity(value, unit, written(value, unit)), confidence));
        return this;
    }

    public SyntheticRun min(String metric, double value, String unit, double confidence) {
        strict.add(new Limit(metric, new Quantity(value, unit, written(value, unit)), null, confidence));
        return this;
    }

    public RunInfo info() {
        long end = samples.stream().mapToLong(Sample::settledAtNanos).max().orElse(0);
        long chats = sent >= 0 ? sent : samples.size();
        providerCounts.putIfAbsent("posts", (long) provider.size());
        return new RunInfo(
                "synthetic",
                "ci",
                "id: synthetic",
                "214fc8d34ff8a49f399686525a3caa0cd46687ea369da3cbfceca133a6edc6e6",
                "run",
                7,
                START,
                end,
                interrupted,
                phases,
                Map.of("chat", chats),
                "http://127.0.0.1",
                List.of(new PartRecord("chat-1", "instance", 1)),
                JsonNodeFactory.instance
                        .objectNode()
                        .put("requests_per_minute", requestsPerMinute)
                        .put("tokens_per_minute", tokensPerMinute),
                providerCounts,
                Map.of("cores", "2"),
                List.of(),
                problems);
    }

    /** A profile has a phase; which one does not matter to the analysis. */
    private static final Profile.Phase REST = new Profile.Phase("rest", Profile.Phase.REST, Duration.ofSeconds(1));

    public Profile profile() {
        return new Profile(
                "synthetic",
                "made up",
                "nothing",
                "",
                List.of(),
                7,
                SystemSetup.DEFAULT,
                new ProviderSetup(Map.of()),
                Map.of(),
                List.of(REST),
                good,
                new Limits(seed, List.of(), strict),
                published,
                recovery,
                Profile.PATIENCE);
    }

    public RunData data() {
        return new RunData(info(), samples, gauges, provider, profile());
    }

    public Measurements measurements() {
        return new Measurements(data());
    }
}
