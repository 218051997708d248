package dev.rapport.loadtest.analyse;

import dev.rapport.loadtest.record.RunFolder;
import dev.rapport.loadtest.record.RunInfo;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.record.Sample.Operation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * The latencies of a run as logs of HdrHistogram (format 1.3, histograms as V2 compressed), for whatever reads those: one
 * histogram for each second and phase, tagged with the phase's name, in microseconds. A histogram holds the successes that
 * were to start in its second. What did not succeed has no latency to put in, so comment lines count it: a log alone
 * flatters a service that fails.
 */
public final class HdrLogs {
    /** Of the run's folder. */
    public static final String FOLDER = "hdr";

    /** Later than this counts as this; no timeout of ours is so long. */
    private static final long MICROS_MAX = TimeUnit.HOURS.toMicros(1);

    private static final int DIGITS = 3;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** The column with an interval's largest value is in microseconds, too. */
    private static final double UNIT = 1.0;

    private static final List<Log> LOGS = List.of(
            new Log("chat-e2e", Operation.CHAT, (sample, to) -> time(sample, Sample.Times::done, to)),
            new Log("chat-ttft", Operation.CHAT, (sample, to) -> time(sample, Sample.Times::firstToken, to)),
            new Log("chat-ttfh", Operation.CHAT, (sample, to) -> time(sample, Sample.Times::headers, to)),
            new Log("chat-itl", Operation.CHAT, HdrLogs::gaps),
            new Log("session-e2e", Operation.SESSION, (sample, to) -> time(sample, Sample.Times::done, to)),
            new Log("health-e2e", Operation.HEALTH, (sample, to) -> time(sample, Sample.Times::done, to)));

    private HdrLogs() {}

    private record Log(String name, Operation operation, Latency latency) {}

    /** What a success adds to a histogram. */
    private interface Latency {
        void add(Sample sample, Histogram to);
    }

    /** Writes a log for each latency of which the run has any requests; replaces older ones. */
    public static void write(RunFolder folder) throws IOException {
        RunInfo info = folder.readInfo();
        List<Sample> samples = folder.readSamples().stream()
                .sorted(Comparator.comparingLong(Sample::plannedNanos))
                .toList();
        Path logs = Files.createDirectories(folder.path().resolve(FOLDER));
        for (Log log : LOGS) {
            Path file = logs.resolve(log.name + ".hlog");
            List<Sample> asked = samples.stream()
                    .filter(sample -> sample.operation() == log.operation)
                    .toList();
            if (asked.isEmpty()) {
                Files.deleteIfExists(file);
                continue;
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(); // the writer hides errors of a file
            write(log, info, asked, new HistogramLogWriter(bytes));
            Files.write(file, bytes.toByteArray());
        }
    }

    private static void write(Log log, RunInfo info, List<Sample> samples, HistogramLogWriter out) {
        out.outputComment("[" + log.name + " of run " + info.runId() + ", microseconds from the intended start]");
        unsuccessful(samples)
                .forEach(
                        (phase, counts) -> out.outputComment("[Not in this log: phase " + phase + ", " + counts + "]"));
        out.outputLogFormatVersion();
        out.outputStartTime(info.startedAt().toEpochMilli());
        out.outputLegend();
        intervals(log, samples, out);
    }

    /** The samples are in the order of their plan, so one histogram at a time is enough. */
    private static void intervals(Log log, List<Sample> samples, HistogramLogWriter out) {
        Histogram micros = new Histogram(1, MICROS_MAX, DIGITS);
        long second = 0;
        String tag = "";
        for (Sample sample : samples) {
            long at = Math.floorDiv(sample.plannedNanos(), SECOND);
            String phase = tag(sample.phase());
            if (at != second || !phase.equals(tag)) {
                interval(micros, second, tag, out);
                second = at;
                tag = phase;
            }
            if (sample.ok()) {
                log.latency.add(sample, micros);
            }
        }
        interval(micros, second, tag, out);
    }

    private static void interval(Histogram micros, long second, String tag, HistogramLogWriter out) {
        if (micros.getTotalCount() > 0) {
            micros.setTag(tag);
            out.outputIntervalHistogram((double) second, second + 1.0, micros, UNIT);
            micros.reset();
        }
    }

    /** For each phase the outcomes that are no successes, with their counts. */
    private static Map<String, Map<String, Long>> unsuccessful(List<Sample> samples) {
        Map<String, Map<String, Long>> counts = new TreeMap<>();
        for (Sample sample : samples) {
            if (!sample.ok()) {
                counts.computeIfAbsent(tag(sample.phase()), phase -> new TreeMap<>())
                        .merge(tag(sample.outcome()), 1L, Long::sum);
            }
        }
        return counts;
    }

    private static void time(Sample sample, ToLongFunction<Sample.Times> time, Histogram to) {
        long nanos = time.applyAsLong(sample.times());
        if (nanos != Sample.UNREACHED) {
            to.recordValue(Math.clamp(TimeUnit.NANOSECONDS.toMicros(nanos), 0, MICROS_MAX));
        }
    }

    private static void gaps(Sample sample, Histogram to) {
        sample.answer().gapsMicros().forEach(gap -> to.recordValue(Math.clamp((long) gap, 0L, MICROS_MAX)));
    }

    /** The format allows neither commas nor blanks in a tag. */
    private static String tag(String text) {
        return text.replaceAll("[\\s,\\p{Cntrl}]", "_");
    }
}
