package dev.rapport.loadtest.smoke;

import dev.rapport.loadtest.clock.DurationConverter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code smoke}: some users talk for a minute, every answer is checked and timed. */
@Command(
        name = "smoke",
        showDefaultValues = true,
        description =
                "Lets some users talk to a chat service whose provider is simulated, and checks and times every answer.",
        footer = {"", "Exit codes: 0 passed, 1 failed, 2 wrong usage, 3 could not be measured."})
public final class SmokeCommand implements Callable<Integer> {
    private static final int COULD_NOT_RUN = 3;

    /** On a terminal the line is rewritten; elsewhere it is appended, and less often. */
    private static final int TERMINAL_SECONDS = 1;

    private static final int PLAIN_SECONDS = 10;

    /** How long an interrupted run may take to end its chats and sessions and to print its report. */
    private static final int STOP_SECONDS_MAX = 45;

    private static final int BASE_36 = 36;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Option(
            names = "--url",
            required = true,
            showDefaultValue = Help.Visibility.NEVER,
            description = "the chat service, such as http://127.0.0.1:8080")
    private URI url = URI.create("http://127.0.0.1");

    @Option(
            names = "--key-file",
            required = true,
            showDefaultValue = Help.Visibility.NEVER,
            description = "file with the application key for POST /session")
    private Path keyFile = Path.of("");

    @Option(
            names = "--simulator",
            required = true,
            showDefaultValue = Help.Visibility.NEVER,
            description = "the simulated provider behind the service")
    private URI simulator = URI.create("http://127.0.0.1");

    @Option(
            names = "--metrics",
            showDefaultValue = Help.Visibility.NEVER,
            description = "page of metrics of one instance; repeatable. Blocked event loops are counted there")
    private List<URI> metrics = new ArrayList<>();

    @Option(names = "--users", description = "how many users, each with a session")
    private int users = 50;

    @Option(
            names = "--duration",
            converter = DurationConverter.class,
            defaultValue = "60s",
            description = "how long users talk")
    private Duration duration = Duration.ofMinutes(1);

    @Option(
            names = "--think-min",
            converter = DurationConverter.class,
            defaultValue = "1s",
            description = "shortest think time")
    private Duration thinkMin = Duration.ofSeconds(1);

    @Option(
            names = "--think-max",
            converter = DurationConverter.class,
            defaultValue = "3s",
            description = "longest think time")
    private Duration thinkMax = Duration.ofSeconds(3);

    @Option(
            names = "--warm-up",
            converter = DurationConverter.class,
            defaultValue = "0s",
            description = "answers to messages planned before this are checked but not timed")
    private Duration warmUp = Duration.ZERO;

    @Option(
            names = "--timeout",
            converter = DurationConverter.class,
            defaultValue = "30s",
            description = "longest time from a message's plan to the end of its answer")
    private Duration timeout = Duration.ofSeconds(30);

    @Option(names = "--seed", description = "seed of think times and messages")
    private long seed = 1;

    @Option(
            names = "--run-id",
            showDefaultValue = Help.Visibility.NEVER,
            description = "begins every nonce, 1 to 16 of 0-9a-z; without it, the time of day")
    private String run = Long.toString(System.currentTimeMillis(), BASE_36);

    @Option(
            names = "--json",
            showDefaultValue = Help.Visibility.NEVER,
            description = "file to write the report to as JSON")
    private Path json = Path.of("");

    @Override
    public Integer call() throws InterruptedException {
        SmokeSettings settings = settings();
        PrintWriter out = spec.commandLine().getOut();
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        SmokeRun smoke = new SmokeRun(vertx, settings);
        CountDownLatch reported = new CountDownLatch(1);
        int[] exitCode = {COULD_NOT_RUN};
        Thread hook = new Thread(() -> stop(smoke, reported, exitCode), "smoke-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            exitCode[0] = report(out, follow(out, smoke));
        } finally {
            out.flush();
            reported.countDown();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            new CountDownLatch(1).await(); // the process is ending: the hook has our exit code and ends it
        }
        vertx.close().await();
        return exitCode[0];
    }

    /** On Ctrl-C: ends the run, waits for its report, and ends the process with the report's exit code. */
    private static void stop(SmokeRun smoke, CountDownLatch reported, int[] exitCode) {
        smoke.stop();
        try {
            if (!reported.await(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                System.err.println("The run did not end within " + STOP_SECONDS_MAX + " s.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(exitCode[0]);
    }

    private SmokeSettings settings() {
        try {
            String key = Files.readString(keyFile).strip();
            return new SmokeSettings(
                    url, key, simulator, metrics, users, duration, thinkMin, thinkMax, seed, run, warmUp, timeout);
        } catch (IOException e) {
            throw new ParameterException(
                    spec.commandLine(), "--key-file: " + keyFile + " (expected: a file that can be read)", e);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        }
    }

    /** Waits for the end and prints a line now and then. */
    private static SmokeRun.Outcome follow(PrintWriter out, SmokeRun smoke) {
        boolean terminal = onTerminal();
        Future<SmokeRun.Outcome> ended = smoke.start();
        while (true) {
            try {
                SmokeRun.Outcome outcome = ended.await(terminal ? TERMINAL_SECONDS : PLAIN_SECONDS, TimeUnit.SECONDS);
                if (terminal) {
                    out.print("\r\033[K");
                }
                return outcome;
            } catch (TimeoutException e) {
                Optional<Progress> progress = smoke.progress().await();
                progress.ifPresent(now -> out.print(terminal ? "\r\033[K" + now.line() : now.line() + "\n"));
                out.flush();
            }
        }
    }

    @SuppressWarnings("SystemConsoleNull") // since JDK 25 it is null again where there is no terminal
    private static boolean onTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    private int report(PrintWriter out, SmokeRun.Outcome outcome) {
        return switch (outcome) {
            case SmokeRun.Outcome.NotRun(var reason) -> {
                spec.commandLine().getErr().println("INVALID, nothing was sent: " + reason);
                yield COULD_NOT_RUN;
            }
            case SmokeRun.Outcome.Finished(var finished) -> {
                out.print(finished.toText());
                yield written(finished) ? finished.exitCode() : COULD_NOT_RUN;
            }
        };
    }

    private boolean written(SmokeReport report) {
        if (json.toString().isEmpty()) {
            return true;
        }
        try {
            Files.writeString(json, report.toJson().toPrettyString() + "\n");
            return true;
        } catch (IOException e) {
            spec.commandLine().getErr().println("The report could not be written to " + json + ": " + e.getMessage());
            return false;
        }
    }
}
