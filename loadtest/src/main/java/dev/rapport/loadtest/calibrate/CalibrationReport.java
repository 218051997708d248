package dev.rapport.loadtest.calibrate;

import dev.rapport.loadtest.record.PhaseRecord;
import dev.rapport.loadtest.record.RunInfo;
import dev.rapport.loadtest.record.Sample;
import java.util.List;
import java.util.Locale;

/**
 * A calibration run against its truth. Pure.
 *
 * @param open the phase that nothing holds back
 * @param arrivals of that phase
 * @param bounded the phase with a bound
 * @param boundedPlanned whether that phase was planned as asked: so many requests, evenly spaced
 * @param fromSend the bounded phase once more, as a harness would see it that measures from the send
 */
record CalibrationReport(
        CalibrationResult open,
        ArrivalCheck arrivals,
        CalibrationResult bounded,
        boolean boundedPlanned,
        CalibrationResult fromSend) {
    /** The plan is kept in whole nanoseconds, so even spacing is exact up to rounding at each step. */
    private static final long SPACING_NANOS_OFF_MAX = 1_000;

    /** Judges the samples of a run of the calibration profile. */
    static CalibrationReport of(
            CalibrationProfile profile, KnownTiming timing, RunInfo run, List<Sample> samples, MeasuredFrom from) {
        List<Sample> open = Truth.inOrder(samples, CalibrationProfile.OPEN);
        List<Sample> bounded = Truth.inOrder(samples, CalibrationProfile.BOUNDED);
        Truth openTruth = Truth.ofSamples(timing, run.startedAt(), open, 0);
        Truth boundedTruth = Truth.ofSamples(timing, run.startedAt(), bounded, profile.places());
        PhaseRecord phase = run.phase(CalibrationProfile.OPEN);
        long start = WallClock.sinceEpoch(run.startedAt());
        ArrivalCheck arrivals = ArrivalCheck.of(
                openTruth.arrivals(),
                timing.stalls(),
                profile.perSecond(),
                start + phase.startNanos(),
                start + phase.endNanos());
        return new CalibrationReport(
                Calibration.compare(open, openTruth, from, Tolerance.ASKED),
                arrivals,
                Calibration.compare(bounded, boundedTruth, from, Tolerance.ASKED),
                bounded.size() == profile.boundedRequests()
                        && evenlySpaced(bounded, profile.boundedSpacing().toNanos()),
                Calibration.compare(bounded, boundedTruth, MeasuredFrom.SEND, Tolerance.ASKED));
    }

    private static boolean evenlySpaced(List<Sample> samples, long spacingNanos) {
        long first = samples.getFirst().plannedNanos();
        for (int i = 0; i < samples.size(); i++) {
            if (Math.abs(samples.get(i).plannedNanos() - first - i * spacingNanos) > SPACING_NANOS_OFF_MAX) {
                return false;
            }
        }
        return true;
    }

    boolean passed() {
        return open.passed() && arrivals.passed() && bounded.passed() && boundedPlanned;
    }

    /**
     * Whether this run would have caught a harness that measures from the send: some quantile is right from the plan and
     * wrong from the send. A noisy machine, which makes both wrong, is no proof.
     */
    boolean catchesFromSend() {
        for (int i = 0; i < bounded.rows().size(); i++) {
            if (bounded.rows().get(i).within() && !fromSend.rows().get(i).within()) {
                return true;
            }
        }
        return false;
    }

    /** For people. */
    String toText() {
        return String.format(
                Locale.ROOT,
                "Poisson arrivals that nothing holds back:%n%s%sEven arrivals, bounded in flight:%n%s"
                        + "  planned as asked: %s%n  latency from the send instead of the plan would be caught: %s%n",
                open.toText(),
                arrivals.toText(),
                bounded.toText(),
                boundedPlanned ? "ok" : "NO",
                catchesFromSend() ? "ok" : "NO");
    }
}
