package dev.rapport.loadtest.command;

import dev.rapport.loadtest.run.Progress;
import java.time.Duration;
import java.util.Locale;

/** A run's progress in one line. Pure. */
final class ProgressLine {
    private ProgressLine() {}

    static String of(Progress now) {
        return String.format(
                Locale.ROOT,
                "%s %-12s %s | chats/s: %.1f planned, %.1f ok | %d in flight | e2e p50 %s, p99 %s | %d ok, %d failed | %s left",
                time(now.elapsed()),
                now.phase(),
                now.load(),
                now.offeredPerSecond(),
                now.achievedPerSecond(),
                now.inFlight(),
                millis(now.e2eP50Millis()),
                millis(now.e2eP99Millis()),
                now.ok(),
                now.failed(),
                time(now.left()));
    }

    private static String time(Duration time) {
        return String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart());
    }

    private static String millis(double millis) {
        return Double.isNaN(millis) ? "-" : String.format(Locale.ROOT, "%.0f ms", millis);
    }
}
