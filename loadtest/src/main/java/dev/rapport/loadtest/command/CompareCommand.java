package dev.rapport.loadtest.command;

import dev.rapport.loadtest.record.Json;
import dev.rapport.loadtest.record.PhaseRecord;
import dev.rapport.loadtest.record.RunFolder;
import dev.rapport.loadtest.record.RunInfo;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.record.Sample.Operation;
import dev.rapport.loadtest.report.CompareHtml;
import dev.rapport.loadtest.report.CompareText;
import dev.rapport.loadtest.report.Comparison;
import dev.rapport.loadtest.report.Report;
import dev.rapport.loadtest.stats.Quantile;
import dev.rapport.loadtest.stats.ShiftFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code load compare}: how B differs from A at each percentile, with bands. */
@Command(
        name = "compare",
        description = "Compares the answers' times of two runs: the difference at each percentile, with its band.",
        footer = {"", "Exit codes: 0 compared, 64 wrong usage. A difference is no failure."})
final class CompareCommand implements Callable<Integer> {
    private static final double[] PERCENTS = {5, 10, 25, 50, 66, 75, 80, 90, 95, 99, 99.9};
    private static final int RESAMPLES = 2_000;
    private static final double CONFIDENCE = 0.95;

    /** Longer than most disturbances, so that blocks are nearly independent. */
    private static final long BLOCK_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double PERCENT = 100;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Option(names = "--out", paramLabel = "FILE", description = "the comparison as HTML", defaultValue = "compare.html")
    private Path out = Path.of("compare.html");

    @Parameters(index = "0", paramLabel = "A", description = "a run's folder")
    private Path a = Path.of("");

    @Parameters(index = "1", paramLabel = "B", description = "another run's folder")
    private Path b = Path.of("");

    @Override
    public Integer call() throws IOException {
        Run first = read(a);
        Run second = read(b);
        boolean twins = first.report
                        .profile()
                        .id()
                        .equals(second.report.profile().id() + "-open")
                || second.report.profile().id().equals(first.report.profile().id() + "-open");
        Comparison comparison =
                new Comparison(first.report, second.report, "chat.e2e", twins, shifts(first, second), CONFIDENCE);
        Files.writeString(out, CompareHtml.render(comparison));
        spec.commandLine().getOut().println(CompareText.render(comparison));
        spec.commandLine().getOut().println("Comparison: " + out.toAbsolutePath());
        return 0;
    }

    private static List<Comparison.Shift> shifts(Run a, Run b) {
        if (a.chats.isEmpty() || b.chats.isEmpty()) {
            return List.of();
        }
        double[] sorted = a.values();
        Arrays.sort(sorted);
        List<Comparison.Shift> shifts = new ArrayList<>();
        for (ShiftFunction.Shift shift : ShiftFunction.of(
                a.values(),
                a.blocks(),
                b.values(),
                b.blocks(),
                PERCENTS,
                RESAMPLES,
                CONFIDENCE,
                new SplittableRandom(1))) {
            shifts.add(new Comparison.Shift(
                    shift.percent(),
                    Quantile.of(sorted, shift.percent() / PERCENT),
                    shift.difference(),
                    shift.low(),
                    shift.high()));
        }
        return shifts;
    }

    /**
     * A run's answers.
     *
     * @param chats of the measured phases, in order of their plan
     */
    private record Run(Report report, List<Sample> chats) {
        /** E2E in milliseconds; failures are infinite. */
        double[] values() {
            return chats.stream()
                    .mapToDouble(chat -> chat.ok() ? chat.times().done() / NANOS_PER_MILLI : Double.POSITIVE_INFINITY)
                    .toArray();
        }

        int[] blocks() {
            return chats.stream()
                    .mapToInt(chat -> (int) (chat.plannedNanos() / BLOCK_NANOS))
                    .toArray();
        }
    }

    private Run read(Path path) throws IOException {
        Path file = path.resolve("report.json");
        if (!Files.isRegularFile(file)) {
            throw new ParameterException(
                    spec.commandLine(), path + ": (expected: a folder with report.json in it, of a run that ended)");
        }
        RunFolder folder = new RunFolder(path);
        RunInfo info = folder.readInfo();
        List<String> measured = info.phases().stream()
                .filter(phase -> phase.kind() == PhaseRecord.Kind.MEASURED)
                .map(PhaseRecord::name)
                .toList();
        List<Sample> chats = folder.readSamples().stream()
                .filter(sample -> sample.operation() == Operation.CHAT
                        && measured.contains(sample.phase())
                        && !sample.outcome().equals(Sample.CANCELLED))
                .sorted(Comparator.comparingLong(Sample::plannedNanos))
                .toList();
        return new Run(Json.MAPPER.readValue(file.toFile(), Report.class), chats);
    }
}
