package dev.rapport.loadtest.analyse;

import dev.rapport.loadtest.metrics.HarnessGauges;
import dev.rapport.loadtest.metrics.RunData;
import dev.rapport.loadtest.metrics.RunData.Scope;
import dev.rapport.loadtest.profile.Profile;
import dev.rapport.loadtest.record.Gauge;
import dev.rapport.loadtest.record.PhaseRecord;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.record.Sample.Operation;
import dev.rapport.loadtest.report.Report.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The flow of chats through one phase: who came, how many were there, and for how long. Times count as far as they lie within
 * the phase, whatever phase a chat was planned in, so that Little's law and that of the closed loop hold exactly (Denning,
 * Buzen: The Operational Analysis of Queueing Network Models, Computing Surveys 10(3), 1978). Of phases beside one another each
 * has its own chats only, or their sum would count each chat as often as there are phases.
 */
final class Flows {
    /** If the harness's own readings cover less of the phase than this, the number in flight comes from the chats' times. */
    private static final double COVERED_MIN = 0.95;

    /** In a shorter phase the two readings of a second that reach over its edges weigh more than the law's tolerance. */
    private static final long COUNTED_MIN_NANOS = 60_000_000_000L;

    private static final double NANOS_PER_MILLI = 1e6;

    private final RunData run;
    private final PhaseRecord phase;
    private final long start;
    private final long end;
    private final Set<String> beside;
    private final List<Sample> chats = new ArrayList<>();

    Flows(RunData run, PhaseRecord phase) {
        this.run = run;
        this.phase = phase;
        this.start = phase.startNanos();
        this.end = Math.max(start, run.workEndNanos(phase));
        this.beside = run.info().phases().stream()
                .filter(other -> other.startNanos() < phase.endNanos() && other.endNanos() > phase.startNanos())
                .map(PhaseRecord::name)
                .filter(name -> !name.equals(phase.name()))
                .collect(Collectors.toSet());
        for (Sample sample : run.samples()) {
            if (sample.operation() == Operation.CHAT
                    && sample.times().begun() >= 0
                    && !beside.contains(sample.phase())
                    && begunAt(sample) < end
                    && sample.settledAtNanos() > start) {
                chats.add(sample);
            }
        }
    }

    private static long begunAt(Sample sample) {
        return sample.plannedNanos() + sample.times().begun();
    }

    /** How long the phase worked. */
    double seconds() {
        return (end - start) / 1e9;
    }

    /** Null if nothing was planned in the phase. */
    @Nullable
    Flow flow() {
        long arrivals = run.samples(Scope.chatsOf(phase)).size();
        if (arrivals == 0 || end == start) {
            return null;
        }
        double residence = within(chats, start, end) / NANOS_PER_MILLI / arrivals;
        if (!phase.model().equals("closed") || phase.users() == 0 || usersLeave() || !beside.isEmpty()) {
            return new Flow(arrivals, residence, 0, null);
        }
        double[] aliveAndThinking = thinking();
        return new Flow(
                arrivals,
                residence,
                aliveAndThinking[0] / (end - start),
                aliveAndThinking[1] / NANOS_PER_MILLI / arrivals);
    }

    /**
     * Chats in flight, by time: by the harness's own count where it covers the phase, else by the chats' own times. A reading
     * that reaches over an edge counts with its part inside: the first second of a phase may hold most of what there is.
     */
    double inFlight() {
        if (end == start) {
            return 0;
        }
        double counted = 0;
        double covered = 0;
        Gauge before = null;
        for (Gauge reading : run.gauges(RunData.HARNESS, HarnessGauges.IN_FLIGHT_MEAN)) {
            if (before != null) {
                long inside = Math.max(0, Math.min(end, reading.atNanos()) - Math.max(start, before.atNanos()));
                counted += reading.value() * inside;
                covered += inside;
            }
            before = reading;
        }
        boolean enough = beside.isEmpty() // the harness counts all
                && !phase.model().equals("burst")
                && end - start >= COUNTED_MIN_NANOS
                && covered >= COVERED_MIN * (end - start);
        return enough ? counted / covered : within(chats, start, end) / (end - start);
    }

    private static double within(List<Sample> samples, long from, long to) {
        double nanos = 0;
        for (Sample sample : samples) {
            nanos += Math.max(0, Math.min(to, sample.settledAtNanos()) - Math.max(from, begunAt(sample)));
        }
        return nanos;
    }

    /** Users that have done all they may are gone, and nobody notes when. */
    private boolean usersLeave() {
        for (Profile.Phase planned : run.profile().phases()) {
            Profile.Closed closed = planned.closed();
            if (planned.name().equals(phase.name()) && closed != null) {
                return closed.behave().keySet().stream()
                        .map(run.profile().behaviours()::get)
                        .anyMatch(behaviour -> behaviour != null && behaviour.tasksMax() > 0);
            }
        }
        return false;
    }

    /**
     * Nanoseconds that the phase's users were alive in it, and those in which they were not waiting for a chat. A user is
     * alive from its first request of the run on. Who was there before and has no place in this phase is alive until its last
     * chat has settled.
     */
    private double[] thinking() {
        Map<Integer, Long> busyUntil = new TreeMap<>();
        double alive = 0;
        for (Sample sample : run.samples()) {
            if (sample.plannedNanos() < end
                    && sample.user() < phase.users()
                    && busyUntil.putIfAbsent(sample.user(), Math.max(start, sample.plannedNanos())) == null) {
                alive += end - Math.max(start, sample.plannedNanos());
            }
        }
        double thinking = 0;
        for (Sample chat : chats) {
            Long until = busyUntil.get(chat.user());
            if (until == null) {
                alive += within(List.of(chat), start, end);
            } else {
                thinking += Math.max(0, begunAt(chat) - until);
                busyUntil.put(chat.user(), Math.max(until, Math.min(end, chat.settledAtNanos())));
            }
        }
        for (long until : busyUntil.values()) {
            thinking += end - until;
        }
        return new double[] {alive, thinking};
    }
}
