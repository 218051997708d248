package dev.rapport.loadtest.calibrate;

import dev.rapport.loadtest.profile.Tier;
import dev.rapport.loadtest.record.RunFolder;
import dev.rapport.loadtest.record.RunInfo;
import dev.rapport.loadtest.run.LoadRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code calibrate}: the harness against a server whose every latency is known.
 *
 * <p>The server stalls for 2 s in every 10. Whoever plans the next request when the last was answered, or counts from when
 * a request left, does not see most of that and reports a p95 of 150 ms; true is 1,650. What is asked: p50, p90, p95 and
 * p99 of TTFT and E2E within 2 % or 2 ms of the truth of these very arrivals, which is computed from the plan and the
 * server's rule ({@link Truth}) and knows nothing of what was measured.
 *
 * <p>That the check can fail is shown on the same samples: counted from the send they must not agree. So that they
 * differ, one of the two phases ({@link CalibrationProfile}) has a bound on the requests in flight; without one a sound
 * harness sends on time, and there is nothing to tell plan and send apart by. What the truth cannot see, a plan with holes
 * in it, {@link ArrivalCheck} does.
 */
@Command(
        name = "calibrate",
        showDefaultValues = true,
        description = "Measures a built-in server of known latency and stalls, and compares with the truth.",
        footer = {"", "Exit codes: 0 the harness is right, 1 it is off, 2 wrong usage, 3 could not be measured."})
public final class CalibrateCommand implements Callable<Integer> {
    private static final int OFF = 1;
    private static final int COULD_NOT_RUN = 3;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Option(names = "--rate", description = "chats a second")
    private int rate = 40;

    @Option(names = "--seconds", description = "length of each of the two phases")
    private int seconds = 40;

    @Option(names = "--seed", description = "seed of the arrivals")
    private long seed = 1;

    @Option(
            names = "--measure-from",
            converter = MeasuredFromConverter.class,
            defaultValue = "plan",
            description = "plan; or send, which is wrong and must fail")
    private MeasuredFrom measuredFrom = MeasuredFrom.PLAN;

    @Option(
            names = "--out",
            showDefaultValue = Help.Visibility.NEVER,
            description = "new or empty folder for the raw data; without it, one under the system's temporary files")
    private Path out = Path.of("");

    static final class MeasuredFromConverter implements picocli.CommandLine.ITypeConverter<MeasuredFrom> {
        @Override
        public MeasuredFrom convert(String word) {
            return switch (word) {
                case "plan" -> MeasuredFrom.PLAN;
                case "send" -> MeasuredFrom.SEND;
                default -> throw new picocli.CommandLine.TypeConversionException(word + " (expected: plan or send)");
            };
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        CalibrationProfile profile = profile();
        String description = profile.describe();
        RunFolder folder =
                new RunFolder(out.toString().isEmpty() ? Files.createTempDirectory("rapport-calibration-") : out);
        CalibrationServices services = new CalibrationServices();
        RunInfo run;
        try {
            run = new LoadRun(profile.toProfile(), Tier.CI, description, sha256(description), services, folder).run();
        } catch (IOException e) {
            spec.commandLine().getErr().println("INVALID, could not be measured: " + e.getMessage());
            return COULD_NOT_RUN;
        } finally {
            services.takeDown();
        }
        return report(profile, run, folder);
    }

    private CalibrationProfile profile() {
        try {
            return new CalibrationProfile(rate, seconds, seed);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        }
    }

    private int report(CalibrationProfile profile, RunInfo run, RunFolder folder) throws IOException {
        PrintWriter print = spec.commandLine().getOut();
        List<String> problems = run.problems();
        if (run.interrupted() || !problems.isEmpty()) {
            spec.commandLine().getErr().println("INVALID, the run is not whole: " + problems);
            return COULD_NOT_RUN;
        }
        CalibrationReport report =
                CalibrationReport.of(profile, KnownTiming.STALLING, run, folder.readSamples(), measuredFrom);
        print.print(report.toText());
        print.println("Latencies counted from the " + measuredFrom.name().toLowerCase(Locale.ROOT) + ": "
                + (report.passed() ? "PASS" : "FAIL") + " (raw data in " + folder.path() + ")");
        print.flush();
        if (!report.catchesFromSend()) {
            return COULD_NOT_RUN;
        }
        return report.passed() ? 0 : OFF;
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
