package dev.rapport.loadtest.lint;

import dev.rapport.loadtest.lint.Published.Run;
import dev.rapport.loadtest.stats.FifoQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rules about totals, schedules, queues and leaks that published reports claim. Pure. */
final class TestRules {
    private static final double PERCENT = 100;

    /** Seconds may be rounded and processes take a moment to start. */
    private static final double SCHEDULE_OFF = 0.05;

    private static final double QUEUE_OFF = 0.1;

    /** A heap that grows by more a hour leaks, in the suite's own verdict. */
    private static final double GROWTH_PERCENT_PER_HOUR = 1;

    private static final int HALVINGS = 60;

    private TestRules() {}

    static List<Contradiction> check(Published report) {
        List<Contradiction> found = new ArrayList<>();
        for (Claim claim : report.claims()) {
            switch (claim) {
                case Claim.Total total -> total(report, total, found);
                case Claim.Schedule schedule -> schedule(schedule, found);
                case Claim.Queue queue -> queue(queue, found);
                case Claim.NoLeak leak -> leak(leak, found);
                default -> {}
            }
        }
        return found;
    }

    private static void total(Published report, Claim.Total claim, List<Contradiction> found) {
        List<Run> runs =
                claim.runs().stream().map(report::run).flatMap(Optional::stream).toList();
        long users = runs.stream().mapToLong(Run::users).sum();
        if (users == claim.total()) {
            found.add(new Contradiction(
                    "sessions",
                    claim.source(),
                    Say.count(claim.total()) + " " + claim.what(),
                    "more than the " + Say.count(users) + " users of all runs together, if users begin anew",
                    "As many " + claim.each() + " as users means that each user had one and kept it."));
        }
    }

    private static void schedule(Claim.Schedule claim, List<Contradiction> found) {
        double work =
                claim.parts().stream().mapToDouble(p -> p.times() * p.seconds()).sum();
        double pauses = claim.parts().stream()
                .mapToDouble(p -> p.times() * p.pauseSeconds())
                .sum();
        double sum = work + pauses;
        if (Math.abs(sum - claim.totalSeconds()) <= SCHEDULE_OFF * claim.totalSeconds()) {
            return;
        }
        boolean within = Math.abs(work - claim.totalSeconds()) <= SCHEDULE_OFF * claim.totalSeconds();
        StringBuilder why = new StringBuilder("The whole takes as long as its parts.");
        for (Claim.Part part : claim.parts()) {
            double net = part.seconds() - part.pauseSeconds();
            if (within && part.pauseSeconds() > 0 && net > 0) {
                why.append(" It fits if ").append(part.what()).append(" of ").append(Say.number(part.seconds()));
                why.append(" s contains its pause: then it took ")
                        .append(Say.number(net))
                        .append(" s");
                why.append(", ").append(Say.number(part.requests() / net)).append(" a second, not ");
                why.append(Say.number(part.requests() / part.seconds())).append('.');
            }
        }
        found.add(new Contradiction(
                "schedule",
                claim.source(),
                claim.what() + " took " + Say.number(claim.totalSeconds()) + " s",
                Say.number(work) + " s of parts + " + Say.number(pauses) + " s of pauses = " + Say.number(sum) + " s",
                why.toString()));
    }

    private static void queue(Claim.Queue claim, List<Contradiction> found) {
        FifoQueue.Prediction low = predict(claim, claim.serviceLowMs().low());
        FifoQueue.Prediction high = predict(claim, claim.serviceHighMs().high());
        double wait = claim.meanWaitMs().value();
        if (wait >= low.meanWait() * (1 - QUEUE_OFF) && wait <= high.meanWait() * (1 + QUEUE_OFF)) {
            return;
        }
        double service = serviceFor(claim, wait);
        FifoQueue.Prediction fits = predict(claim, service);
        String system = Say.count(claim.arrivals()) + " requests " + Say.number(claim.spacingMs()) + " ms apart, "
                + claim.servers() + " servers";
        found.add(new Contradiction(
                "queue",
                claim.source(),
                "mean wait " + claim.meanWaitMs() + " ms, with " + claim.serviceLowMs() + " to " + claim.serviceHighMs()
                        + " ms of service; " + system,
                "mean wait " + Say.range(low.meanWait(), high.meanWait()) + " ms; that wait needs a service of "
                        + Say.number(service) + " ms",
                "A queue's wait follows from arrivals, servers and service, if it is first come, first served."));
        if (Math.abs(fits.peakWaiting() - claim.peakWaiting().value())
                > QUEUE_OFF * claim.peakWaiting().value()) {
            found.add(new Contradiction(
                    "queue",
                    claim.source(),
                    "at most " + claim.peakWaiting() + " waiting",
                    fits.peakWaiting() + " waiting and " + fits.peakInSystem()
                            + " with those being served, at the service that fits the wait",
                    "Wait and length of one queue belong together."));
        }
    }

    private static FifoQueue.Prediction predict(Claim.Queue claim, double service) {
        return FifoQueue.predict(claim.arrivals(), claim.spacingMs(), claim.servers(), service);
    }

    /** The mean wait grows with the service, so halving finds it. */
    private static double serviceFor(Claim.Queue claim, double wait) {
        double low = 0;
        double high = claim.serviceHighMs().high() + wait;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (predict(claim, middle).meanWait() < wait) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static void leak(Claim.NoLeak claim, List<Contradiction> found) {
        double growth =
                PERCENT * claim.growthMbPerHour().value() / claim.startMb().value();
        if (growth > GROWTH_PERCENT_PER_HOUR) {
            found.add(new Contradiction(
                    "leak",
                    claim.source(),
                    "\"" + claim.words() + "\" at +" + claim.growthMbPerHour() + " MB/h",
                    "+" + claim.growthMbPerHour() + " / " + claim.startMb() + " MB = +" + Say.number(growth)
                            + " %/h, twice as much after " + Say.number(PERCENT / growth)
                            + " h; no leak needs an interval below " + Say.number(GROWTH_PERCENT_PER_HOUR) + " %/h",
                    "Memory that grows like this runs out, and no interval says it does not."));
        }
    }
}
