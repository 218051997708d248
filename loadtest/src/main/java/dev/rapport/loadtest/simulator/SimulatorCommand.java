package dev.rapport.loadtest.simulator;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code simulator}: runs the simulated provider until it is killed. */
@Command(
        name = "simulator",
        showDefaultValues = true,
        description =
                "Runs an OpenAI-compatible provider whose answers and delays follow from a seed. No model is in it.",
        footer = {
            "",
            "The nonce of an answer is the last \"[ref xyz]\" of the last user message.",
            "Models named fault-500, fault-503, fault-429, fault-hang, fault-hang-headers-sent, fault-stall-N,",
            "fault-cut-N, fault-garbage, fault-html, fault-inband and fault-empty fail in that way.",
            "GET /sim/requests, GET /sim/stats and POST /sim/reset tell what it did."
        })
public final class SimulatorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Option(names = "--host", description = "address to listen on")
    private String host = "127.0.0.1";

    @Option(
            names = "--port",
            required = true,
            showDefaultValue = Help.Visibility.NEVER,
            description = "port to listen on, 0 for any free one")
    private int port;

    @Option(
            names = "--key",
            showDefaultValue = Help.Visibility.NEVER,
            description = "bearer token to demand; without it everyone is let in")
    private String key = "";

    @Option(names = "--loops", description = "event loops")
    private int loops = 1;

    @Option(names = "--seed", description = "seed of all answers and delays")
    private long seed = AnswerSettings.DEFAULTS.seed();

    @Option(names = "--ttft-median-ms", description = "time to first token, lognormal: median")
    private double ttftMedianMillis = AnswerSettings.DEFAULTS.ttftMedianMillis();

    @Option(names = "--ttft-sigma", description = "time to first token, lognormal: sigma")
    private double ttftSigma = AnswerSettings.DEFAULTS.ttftSigma();

    @Option(names = "--itl-mean-ms", description = "gap between tokens, gamma: mean")
    private double itlMeanMillis = AnswerSettings.DEFAULTS.itlMeanMillis();

    @Option(names = "--itl-cv", description = "gap between tokens, gamma: coefficient of variation")
    private double itlCv = AnswerSettings.DEFAULTS.itlCv();

    @Option(names = "--tokens-mean", description = "tokens of an answer, normal: mean")
    private double tokensMean = AnswerSettings.DEFAULTS.tokensMean();

    @Option(names = "--tokens-sd", description = "tokens of an answer, normal: standard deviation")
    private double tokensSd = AnswerSettings.DEFAULTS.tokensSd();

    @Option(names = "--rpm", description = "requests per minute, 0 for no limit")
    private long requestsPerMinute;

    @Option(names = "--tpm", description = "tokens per minute, 0 for no limit")
    private long tokensPerMinute;

    @Override
    public Integer call() throws InterruptedException {
        SimulatorSettings settings = settings();
        PrintWriter out = spec.commandLine().getOut();
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops));
        Simulator simulator;
        try {
            WarmUp.plans(settings.answers());
            simulator = Simulator.start(vertx, settings).await();
            WarmUp.connections(vertx, simulator).await();
        } catch (
                Exception e) { // whatever keeps a port from being opened is the caller's to hear, without a stack trace
            vertx.close().await();
            spec.commandLine()
                    .getErr()
                    .println("The simulated provider cannot listen on " + host + ":" + port + ": " + e.getMessage());
            return 3;
        }
        out.println(
                SimulatorSettings.NAME + " listening on " + simulator.address() + "/v1 (" + settings.describe() + ")");
        out.flush();
        new CountDownLatch(1).await(); // until the process is told to end
        return 0;
    }

    private SimulatorSettings settings() {
        try {
            AnswerSettings answers =
                    new AnswerSettings(seed, ttftMedianMillis, ttftSigma, itlMeanMillis, itlCv, tokensMean, tokensSd);
            return new SimulatorSettings(host, port, key, loops, answers, requestsPerMinute, tokensPerMinute);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        }
    }
}
