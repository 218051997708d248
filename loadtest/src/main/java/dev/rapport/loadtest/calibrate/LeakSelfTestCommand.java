package dev.rapport.loadtest.calibrate;

import dev.rapport.loadtest.stats.LeakVerdict.Leak;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code leak-self-test}: four processes leak 0, 0.5, 2 and 10 times the limit, amid garbage and a live set that grows and
 * shrinks, and the leak verdict is tried on each. It must clear the first, find the last, and never be wrong about the two
 * between.
 */
@Command(
        name = "leak-self-test",
        showDefaultValues = true,
        description = "Tries the leak verdict on four processes that leak 0, 0.5, 2 and 10 times the limit.",
        footer = {"", "Exit codes: 0 every verdict is right, 1 one is wrong, 2 wrong usage, 3 could not be measured."})
public final class LeakSelfTestCommand implements Callable<Integer> {
    private static final long SAMPLE_EACH_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int COULD_NOT_RUN = 3;
    private static final double MINUTES_MAX = 24 * 60;
    private static final Pattern HEAP = Pattern.compile("(\\d{2,5})m");
    private static final double BYTES_PER_MB = 1 << 20;

    /** Of the heap: what is always held. */
    private static final double LIVE = 0.2;

    /**
     * Of the heap, at most, on top: even draws from 0 to a thousandth have a standard deviation of 92 KiB in 320 MiB. By
     * the error of a slope, sd * sqrt(12/n) / hours, the 97 readings of 8 minutes tell 2.576 * 92 KiB * 0.352 / 0.133 h =
     * 0.6 MiB/h, a fifth of the limit of 1 %/h. What jcmd and the page leave behind adds to that.
     */
    private static final double JITTER = 0.001;

    /** Little enough not to blur the reading between the collection and the page, and still one young collection a minute. */
    private static final long GARBAGE_PER_SECOND = 1 << 20;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Option(names = "--minutes", description = "how long; the first fifth is not judged")
    private double minutes = 10;

    @Option(names = "--limit-percent-per-hour", description = "growth that is still allowed, of the heap")
    private double limitPercentPerHour = 1;

    @Option(names = "--heap", description = "of each process, in MiB")
    private String heap = "320m";

    private record Subject(LeakCase leak, ChildJvm process, HeapSeries series) {}

    @Override
    public Integer call() throws InterruptedException {
        double heapBytes = heapBytes();
        if (!(minutes > 0 && minutes <= MINUTES_MAX)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--minutes: " + minutes + " (expected: more than 0, at most " + MINUTES_MAX + ")");
        }
        if (!(limitPercentPerHour > 0)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--limit-percent-per-hour: " + limitPercentPerHour + " (expected: more than 0)");
        }
        double limit = heapBytes * limitPercentPerHour / 100;
        List<Subject> subjects = new ArrayList<>();
        try {
            for (LeakCase leak : LeakCase.ALL) {
                subjects.add(
                        new Subject(leak, ChildJvm.start(heap, options(leak, limit, heapBytes)), new HeapSeries()));
            }
            sample(subjects);
        } catch (IOException e) {
            spec.commandLine().getErr().println("INVALID, could not be measured: " + e.getMessage());
            return COULD_NOT_RUN;
        } finally {
            subjects.forEach(subject -> subject.process().close());
        }
        return report(subjects, limit);
    }

    private double heapBytes() {
        Matcher matcher = HEAP.matcher(heap);
        if (!matcher.matches()) {
            throw new ParameterException(spec.commandLine(), "--heap: " + heap + " (expected: MiB, such as 320m)");
        }
        return Long.parseLong(matcher.group(1)) * BYTES_PER_MB;
    }

    private static List<String> options(LeakCase leak, double limit, double heapBytes) {
        return List.of(
                "--leak",
                Long.toString(Math.round(leak.timesLimit() * limit)),
                "--live",
                Long.toString(Math.round(LIVE * heapBytes)),
                "--jitter",
                Long.toString(Math.round(JITTER * heapBytes)),
                "--garbage",
                Long.toString(GARBAGE_PER_SECOND));
    }

    /** One after the other, so that their collections do not get in each other's way. */
    private void sample(List<Subject> subjects) throws IOException, InterruptedException {
        long startNanos = System.nanoTime();
        long endNanos = startNanos + (long) (minutes * 60e9);
        try (LiveHeap reader = new LiveHeap()) {
            for (long at = startNanos; at <= endNanos; at += SAMPLE_EACH_NANOS) {
                for (long left = at - System.nanoTime(); left > 0; left = at - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                for (Subject subject : subjects) {
                    double bytes = reader.read(
                            subject.process().pid(), subject.process().address());
                    subject.series().add(System.nanoTime() - startNanos, bytes);
                }
            }
        }
    }

    private int report(List<Subject> subjects, double limit) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "Limit %.2f MiB/h (%s %%/h of %s), %s min, 99 %% intervals, all in MiB/h%n",
                limit / BYTES_PER_MB,
                limitPercentPerHour,
                heap,
                minutes);
        out.printf(
                "%8s %8s %8s %20s %12s %5s  %s%n", "leak", "true", "slope", "interval", "detectable", "n", "verdict");
        boolean right = true;
        for (Subject subject : subjects) {
            Leak leak = subject.series().judge(limit);
            boolean allowed = subject.leak().allows(leak.word());
            right &= allowed;
            out.printf(
                    Locale.ROOT,
                    "%7.1fx %8.2f %8.2f %20s %12.2f %5d  %s%s%n",
                    subject.leak().timesLimit(),
                    subject.leak().timesLimit() * limit / BYTES_PER_MB,
                    leak.slope() / BYTES_PER_MB,
                    String.format(Locale.ROOT, "%.2f..%.2f", leak.low() / BYTES_PER_MB, leak.high() / BYTES_PER_MB),
                    leak.detectable() / BYTES_PER_MB,
                    leak.n(),
                    leak.word(),
                    allowed ? "" : "  WRONG");
        }
        out.flush();
        return right ? 0 : 1;
    }
}
