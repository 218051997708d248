package dev.rapport.loadtest.calibrate;

import dev.rapport.loadtest.clock.DurationConverter;
import dev.rapport.loadtest.simulator.AnswerSettings;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code known-server}: runs the known server until its standard input ends. */
@Command(
        name = "known-server",
        showDefaultValues = true,
        description = {
            "Runs a server that speaks Rapport's native routes and whose every latency is known beforehand.",
            "It ends when its standard input does, and so never outlives whoever started it."
        })
public final class KnownServerCommand implements Callable<Integer> {
    private static final int COULD_NOT_RUN = 3;
    private static final String HOST = "127.0.0.1";

    /** How often memory is leaked and dropped: fine enough to be even, coarse enough to cost nothing. */
    private static final int LEAK_TICK_NANOS = 10_000_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Option(
            names = "--port",
            required = true,
            showDefaultValue = Help.Visibility.NEVER,
            description = "port to listen on, 0 for any free one")
    private int port;

    @Option(
            names = "--key",
            showDefaultValue = Help.Visibility.NEVER,
            description = "application key to demand; without it everyone is let in")
    private String key = "";

    @Option(names = "--seed", description = "seed of all answers and delays")
    private long seed = KnownTiming.STEADY.seed();

    @Option(names = "--ttft-median-ms", description = "time to first token, lognormal: median")
    private double ttftMedianMillis = KnownTiming.STEADY.ttftMedianMillis();

    @Option(names = "--ttft-sigma", description = "time to first token, lognormal: sigma")
    private double ttftSigma = KnownTiming.STEADY.ttftSigma();

    @Option(names = "--itl-mean-ms", description = "gap between tokens, gamma: mean")
    private double itlMeanMillis = KnownTiming.STEADY.itlMeanMillis();

    @Option(names = "--itl-cv", description = "gap between tokens, gamma: coefficient of variation")
    private double itlCv = KnownTiming.STEADY.itlCv();

    @Option(names = "--tokens-mean", description = "tokens of an answer, normal: mean")
    private double tokensMean = KnownTiming.STEADY.tokensMean();

    @Option(names = "--tokens-sd", description = "tokens of an answer, normal: standard deviation")
    private double tokensSd = KnownTiming.STEADY.tokensSd();

    @Option(
            names = "--stall",
            converter = DurationConverter.class,
            defaultValue = "0s",
            description = "length of each stall, 0s for none; what is due in it leaves at its end")
    private Duration stall = Duration.ZERO;

    @Option(
            names = "--stall-every",
            converter = DurationConverter.class,
            defaultValue = "10s",
            description = "from the start of one stall to the start of the next")
    private Duration stallEvery = Duration.ofSeconds(10);

    @Option(
            names = "--stall-phase",
            converter = DurationConverter.class,
            defaultValue = "0s",
            description = "start of a stall, after a wall clock time that is a multiple of --stall-every")
    private Duration stallPhase = Duration.ZERO;

    @Option(names = "--leak", description = "bytes per hour to leak")
    private long leakBytesPerHour;

    @Option(names = "--live", description = "bytes to hold all the time")
    private long liveBytes;

    @Option(names = "--jitter", description = "bytes to hold at most on top, drawn anew each second")
    private long jitterBytes;

    @Option(names = "--garbage", description = "bytes per second to make and drop")
    private long garbageBytesPerSecond;

    @Override
    public Integer call() throws IOException {
        KnownTiming timing;
        LeakSettings leak;
        try {
            AnswerSettings answers =
                    new AnswerSettings(seed, ttftMedianMillis, ttftSigma, itlMeanMillis, itlCv, tokensMean, tokensSd);
            timing = new KnownTiming(answers, new Stalls(stallEvery, stall, stallPhase));
            leak = new LeakSettings(leakBytesPerHour, liveBytes, jitterBytes, garbageBytesPerSecond);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        }
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        KnownServer server = new KnownServer(timing, HOST, port, key);
        try {
            server.start(vertx).await();
            KnownWarmUp.run(vertx, server.address(), key).await();
        } catch (Exception e) { // whatever keeps it from listening is the caller's to hear, without a stack trace
            vertx.close().await();
            spec.commandLine()
                    .getErr()
                    .println("The known server cannot listen on " + HOST + ":" + port + ": " + e.getMessage());
            return COULD_NOT_RUN;
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(KnownServer.NAME + " listening on " + server.address());
        out.flush();
        leak(leak);
        System.in.transferTo(OutputStream.nullOutputStream());
        vertx.close().await();
        return 0;
    }

    /** Leaks for as long as the process lives. */
    private static void leak(LeakSettings leak) {
        if (leak.equals(LeakSettings.NONE)) {
            return;
        }
        LeakySubject subject = new LeakySubject(leak, 1, System.nanoTime());
        Thread.ofPlatform().daemon().name("leak").start(() -> {
            while (true) {
                subject.advance(System.nanoTime());
                LockSupport.parkNanos(LEAK_TICK_NANOS);
            }
        });
    }
}
