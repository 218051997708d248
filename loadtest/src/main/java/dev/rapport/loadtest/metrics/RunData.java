package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.profile.Profile;
import dev.rapport.loadtest.record.Gauge;
import dev.rapport.loadtest.record.PhaseRecord;
import dev.rapport.loadtest.record.ProviderRecord;
import dev.rapport.loadtest.record.RunInfo;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.record.Sample.Operation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The raw data of one run, in order and by what is asked of them. Used by one thread: it remembers what it sorted out. */
public final class RunData {
    /** Failures come in clusters, such as one stall; blocks this long are taken as independent (LOADTEST 3.1, 3.2). */
    public static final long BLOCK_NANOS = 10_000_000_000L;

    public static final String HARNESS = "harness";
    public static final String SIMULATOR = "simulator";

    private final RunInfo info;
    private final Profile profile;
    private final List<PhaseRecord> measured;
    private final List<Sample> samples;
    private final List<ProviderRecord> provider;
    private final Map<String, List<ProviderRecord>> attempts = new HashMap<>();
    private final Map<String, List<Gauge>> gauges = new HashMap<>();
    private final Set<String> sources = new LinkedHashSet<>();
    private final Map<Scope, List<Sample>> byScope = new HashMap<>();
    private @Nullable Map<Long, Long> waiting;

    /**
     * Some of the samples.
     *
     * @param operation null for all
     * @param phase empty for all measured ones
     */
    public record Scope(@Nullable Operation operation, String phase) {
        public static final Scope CHATS = new Scope(Operation.CHAT, "");
        public static final Scope ALL = new Scope(null, "");

        /** Chats of one phase. */
        public static Scope chatsOf(PhaseRecord phase) {
            return new Scope(Operation.CHAT, phase.name());
        }
    }

    /**
     * A run as it lies on disk.
     *
     * @param provider of several records of a nonce, which are attempts, {@link #providerOf} is the one that served the answer:
     *     the last that was {@code ok}, whatever attempt ended last; the last of all if none was
     */
    public RunData(
            RunInfo info, List<Sample> samples, List<Gauge> gauges, List<ProviderRecord> provider, Profile profile) {
        this.info = info;
        this.profile = profile;
        this.measured = info.phases().stream()
                .filter(phase -> phase.kind() == PhaseRecord.Kind.MEASURED)
                .toList();
        this.samples = new ArrayList<>(samples);
        this.samples.sort(Comparator.comparingLong(Sample::plannedNanos).thenComparingLong(Sample::number));
        this.provider = provider;
        for (ProviderRecord each : provider) {
            attempts.computeIfAbsent(each.nonce(), nonce -> new ArrayList<>(1)).add(each);
        }
        for (Gauge each : gauges) {
            sources.add(each.source());
            this.gauges
                    .computeIfAbsent(each.source() + ' ' + each.name(), key -> new ArrayList<>())
                    .add(each);
        }
    }

    public RunInfo info() {
        return info;
    }

    public Profile profile() {
        return profile;
    }

    /** In the order of the plan. */
    public List<Sample> samples() {
        return samples;
    }

    /** As they were written. */
    public List<ProviderRecord> provider() {
        return provider;
    }

    /** What the provider says of the sample's request. */
    public Optional<ProviderRecord> providerOf(Sample sample) {
        List<ProviderRecord> all = attemptsOf(sample);
        return all.reversed().stream()
                .filter(ProviderRecord::served)
                .findFirst()
                .or(() -> all.isEmpty() ? Optional.empty() : Optional.of(all.getLast()));
    }

    /** Everything that the provider says of the sample's request, as it was written: each attempt has a record. */
    public List<ProviderRecord> attemptsOf(Sample sample) {
        return sample.nonce().isEmpty() ? List.of() : attempts.getOrDefault(sample.nonce(), List.of());
    }

    /** Readings of one gauge of one source, in order of time. */
    public List<Gauge> gauges(String source, String name) {
        return gauges.getOrDefault(source + ' ' + name, List.of());
    }

    /** Readings of one gauge within the measured phases. */
    public List<Gauge> measuredGauges(String source, String name) {
        return gauges(source, name).stream()
                .filter(each -> isMeasured(each.atNanos()))
                .toList();
    }

    /** Everybody with gauges. */
    public Set<String> sources() {
        return sources;
    }

    /** The parts of the service under test that have gauges: neither this harness nor the simulated provider. */
    public List<String> serviceSources() {
        Set<String> others = new LinkedHashSet<>(List.of(HARNESS, SIMULATOR));
        info.parts().stream()
                .filter(part -> part.kind().equals(HARNESS) || part.kind().equals(SIMULATOR))
                .forEach(part -> others.add(part.name()));
        return sources.stream().filter(source -> !others.contains(source)).toList();
    }

    /** The phases that claims are about. */
    public List<PhaseRecord> measured() {
        return measured;
    }

    public boolean isMeasured(long nanos) {
        for (PhaseRecord phase : measured) {
            if (nanos >= phase.startNanos() && nanos < phase.endNanos()) {
                return true;
            }
        }
        return false;
    }

    /** The scope's phases. */
    public List<PhaseRecord> phases(Scope scope) {
        return scope.phase().isEmpty() ? measured() : List.of(info.phase(scope.phase()));
    }

    /** The scope's samples in the order of the plan. */
    public List<Sample> samples(Scope scope) {
        return byScope.computeIfAbsent(scope, this::sift);
    }

    private List<Sample> sift(Scope scope) {
        Set<String> names = new LinkedHashSet<>();
        phases(scope).forEach(phase -> names.add(phase.name()));
        return samples.stream()
                .filter(each -> names.contains(each.phase()))
                .filter(each -> scope.operation() == null || each.operation() == scope.operation())
                .toList();
    }

    /**
     * When the phase's work is over, in nanoseconds after the run's start. A burst's work is what it sent, so it ends with
     * the last answer; any other phase ends by the clock.
     */
    public long workEndNanos(PhaseRecord phase) {
        if (!phase.model().equals("burst")) {
            return phase.endNanos();
        }
        return samples(new Scope(null, phase.name())).stream()
                .mapToLong(Sample::settledAtNanos)
                .max()
                .orElse(phase.endNanos());
    }

    /** How long the scope's phases worked, in seconds. */
    public double workSeconds(Scope scope) {
        return merged(phases(scope), this::workEndNanos).stream()
                        .mapToLong(span -> span.to() - span.from())
                        .sum()
                / 1e9;
    }

    /** From when on the sample's request could leave, see {@link Due}; in nanoseconds after the run's start. */
    long dueNanos(Sample sample) {
        Map<Long, Long> known = waiting;
        if (known == null) {
            known = Due.waiting(this);
            waiting = known;
        }
        return known.getOrDefault(sample.number(), sample.plannedNanos());
    }

    /** Which block of 10 s the sample was planned in. */
    public static int block(Sample sample) {
        return (int) Math.floorDiv(sample.plannedNanos(), BLOCK_NANOS);
    }

    /** Success that also keeps what the profile calls good. */
    public boolean good(Sample sample) {
        return Goodness.of(profile.good(), sample);
    }

    /**
     * By how much a counter of a source grew over the measured phases, interpolated at their edges; see {@link Counter}.
     *
     * @return empty if that cannot be told from its readings
     */
    public OptionalDouble measuredGrowth(String source, String gauge) {
        return growth(source, gauge, measured);
    }

    /** As {@link #measuredGrowth}, over these phases. */
    OptionalDouble growth(String source, String gauge, List<PhaseRecord> phases) {
        return new Counter(gauges(source, gauge)).increase(merged(phases, PhaseRecord::endNanos));
    }

    /** The time that they cover, in order; phases of groups lie beside one another, and no time counts twice. */
    private static List<Counter.Span> merged(List<PhaseRecord> phases, ToLongFunction<PhaseRecord> end) {
        List<Counter.Span> spans = new ArrayList<>();
        List<PhaseRecord> ordered = phases.stream()
                .sorted(Comparator.comparingLong(PhaseRecord::startNanos))
                .toList();
        for (PhaseRecord phase : ordered) {
            long to = end.applyAsLong(phase);
            Counter.Span last = spans.isEmpty() ? null : spans.getLast();
            if (last != null && phase.startNanos() < last.to()) {
                spans.set(spans.size() - 1, new Counter.Span(last.from(), Math.max(last.to(), to)));
            } else {
                spans.add(new Counter.Span(phase.startNanos(), to));
            }
        }
        return spans;
    }

    /** Whether a source was read while a phase lasted. */
    private static boolean within(Gauge reading, List<PhaseRecord> phases) {
        return phases.stream()
                .anyMatch(phase -> reading.atNanos() >= phase.startNanos() && reading.atNanos() <= phase.endNanos());
    }

    /**
     * By how much a counter of several sources together grew over these phases.
     *
     * @return empty if that cannot be told of one that was read in them, or none was: a sum without a part is too small
     */
    OptionalDouble growth(Collection<String> sources, String gauge, List<PhaseRecord> phases) {
        double sum = 0;
        boolean any = false;
        for (String source : sources) {
            OptionalDouble growth = growth(source, gauge, phases);
            if (growth.isPresent()) {
                sum += growth.getAsDouble();
                any = true;
            } else if (gauges(source, gauge).stream().anyMatch(each -> within(each, phases))) {
                return OptionalDouble.empty();
            }
        }
        return any ? OptionalDouble.of(sum) : OptionalDouble.empty();
    }

    /**
     * By how much a counter of a source grew between its readings from one time to another, in nanoseconds after the run's
     * start. What it grew between the readings and those times is left out; {@link #measuredGrowth} is the whole.
     */
    public double increase(String source, String gauge, long fromNanos, long toNanos) {
        double sum = 0;
        Gauge before = null;
        for (Gauge each : gauges(source, gauge)) {
            if (before != null && before.atNanos() >= fromNanos && each.atNanos() <= toNanos) {
                /* A counter that fell belongs to a process that was started anew, and counts from 0. */
                sum += each.value() >= before.value() ? each.value() - before.value() : each.value();
            }
            before = each;
        }
        return sum;
    }

    /** As {@link #increase(String, String, long, long)}, over the measured phases. */
    public double measuredIncrease(String source, String gauge) {
        return merged(measured(), PhaseRecord::endNanos).stream()
                .mapToDouble(span -> increase(source, gauge, span.from(), span.to()))
                .sum();
    }
}
