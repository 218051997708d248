package dev.rapport.loadtest.smoke;

import java.time.Duration;
import java.util.Locale;

/** How a run is going, for one line on the console. */
record Progress(
        Duration elapsed,
        Duration left,
        long started,
        long ok,
        long failed,
        int inFlight,
        long e2eP50Micros,
        long e2eP99Micros) {

    String line() {
        return String.format(
                Locale.ROOT,
                "%4ds  started %,d  ok %,d  failed %,d  in flight %d  E2E p50 %s p99 %s ms  %ds left",
                elapsed.toSeconds(),
                started,
                ok,
                failed,
                inFlight,
                ReportText.millis(e2eP50Micros),
                ReportText.millis(e2eP99Micros),
                left.toSeconds());
    }
}
