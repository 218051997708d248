package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.metrics.RunData.Scope;
import dev.rapport.loadtest.profile.Profile;
import dev.rapport.loadtest.record.PhaseRecord;
import dev.rapport.loadtest.record.Sample;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * From when on requests could leave. That is their plan, but where the profile allows only so many of a burst in flight, the
 * next one waits by intention until another has settled. Computed from plans and ends alone, not from when the harness turned
 * to them. Pure.
 */
final class Due {
    private Due() {}

    /** By number of the sample, in nanoseconds after the run's start; only of those that had to wait for a place. */
    static Map<Long, Long> waiting(RunData run) {
        Map<Long, Long> waiting = new HashMap<>();
        for (PhaseRecord phase : run.info().phases()) {
            int places = places(run.profile(), phase);
            if (places > 0) {
                PriorityQueue<Long> ends = new PriorityQueue<>(); // at most one for each place
                for (Sample sample : run.samples(Scope.chatsOf(phase))) {
                    if (ends.size() == places) {
                        long free = ends.remove();
                        if (free > sample.plannedNanos()) {
                            waiting.put(sample.number(), free);
                        }
                    }
                    ends.add(sample.settledAtNanos());
                }
            }
        }
        return waiting;
    }

    /** How many of the phase may be in flight, 0 if there is no bound. */
    private static int places(Profile profile, PhaseRecord phase) {
        for (Profile.Phase planned : profile.phases()) {
            Profile.Burst burst = planned.burst();
            boolean named = phase.name().equals(planned.name()) || phase.name().matches(planned.name() + "-\\d{1,5}");
            if (burst != null && phase.model().equals("burst") && named) {
                return burst.inFlightMax();
            }
        }
        return 0;
    }
}
