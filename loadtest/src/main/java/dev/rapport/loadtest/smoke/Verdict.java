package dev.rapport.loadtest.smoke;

import dev.rapport.loadtest.measure.Little;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What a run's result means.
 *
 * <p>What is wrong with the answers is a failure, however the run went. Without such a thing the run must also have been
 * fit to find it: else it is invalid, and says nothing about the service.
 *
 * @param reasons why it is no {@link Word#PASS}
 */
record Verdict(Word word, List<String> reasons) {
    /** A message that leaves later than this after its plan says more about us than about the service. */
    static final Duration DISPATCH_P99_MAX = Duration.ofMillis(5);

    /** The verdicts and their exit codes. */
    enum Word {
        PASS(0),
        FAIL(1),
        INVALID(3);

        private final int exitCode;

        Word(int exitCode) {
            this.exitCode = exitCode;
        }

        int exitCode() {
            return exitCode;
        }
    }

    static Verdict of(SmokeResult result) {
        List<String> wrong = new ArrayList<>();
        addChats(wrong, result);
        addUpstream(wrong, result);
        List<String> unfit = unfit(result);
        Word word = !wrong.isEmpty() ? Word.FAIL : !unfit.isEmpty() ? Word.INVALID : Word.PASS;
        List<String> reasons = new ArrayList<>(wrong);
        reasons.addAll(unfit);
        return new Verdict(word, List.copyOf(reasons));
    }

    private static void addChats(List<String> wrong, SmokeResult result) {
        Tally.ChatCounts chats = result.talk().chats();
        addIf(wrong, chats.failed() > 0, chats.failed() + " of " + chats.started() + " chats failed");
        addIf(wrong, chats.unfinished() > 0, chats.unfinished() + " chats did not end");
        long sessions = result.sessionFailures().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        addIf(wrong, sessions > 0, sessions + " sessions could not be opened or ended");
        double blocked = result.loopsBlocked().orElse(0.0);
        addIf(wrong, blocked > 0, "event loops were blocked " + Math.round(blocked) + " times");
        addIf(wrong, blocked < 0, LoopsBlocked.COUNTER + " fell during the run: an instance restarted");
    }

    private static void addUpstream(List<String> wrong, SmokeResult result) {
        result.upstream().ifPresent(upstream -> {
            addIf(
                    wrong,
                    upstream.withoutRecord() > 0,
                    upstream.withoutRecord() + " answers that the provider has no record of");
            long unexplained =
                    upstream.posts() - upstream.notOk() - result.sent().chats();
            addIf(
                    wrong,
                    unexplained > 0,
                    unexplained + " more POSTs at the provider than chats sent and its own failures explain");
        });
    }

    private static List<String> unfit(SmokeResult result) {
        List<String> unfit = new ArrayList<>(result.probeErrors());
        Tally.ChatCounts chats = result.talk().chats();
        addIf(unfit, chats.started() == 0, "no chat was sent: nothing was measured");
        addIf(
                unfit,
                chats.unfinished() != result.talk().inFlight(),
                "the run's own counts do not add up: started " + chats.started() + ", ok " + chats.ok() + ", failed "
                        + chats.failed() + ", in flight " + result.talk().inFlight());
        long dispatchP99 = result.timings().dispatch().p99Micros();
        addIf(
                unfit,
                dispatchP99 > TimeUnit.NANOSECONDS.toMicros(DISPATCH_P99_MAX.toNanos()),
                String.format(
                        Locale.ROOT,
                        "dispatch delay p99: %.1f ms (expected: 0..%d): this harness was late, not the service",
                        dispatchP99 / 1e3,
                        DISPATCH_P99_MAX.toMillis()));
        addIf(
                unfit,
                result.little().residual() > Little.RESIDUAL_MAX,
                String.format(
                        Locale.ROOT,
                        "Little's law is off by %.1f %% (expected: 0..5)",
                        100 * result.little().residual()));
        return unfit;
    }

    private static void addIf(List<String> reasons, boolean applies, String reason) {
        if (applies) {
            reasons.add(reason);
        }
    }
}
