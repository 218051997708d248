package dev.rapport.loadtest.simulator;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
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
            "The nonce of an answer is the last \"[ref xyz]\" of the last user message; \"[ref xyz tokens 2000]\" asks",
            "for an answer of that length.",
            "... cut 7] breaks that answer off after 7 tokens, if the model is fault-cut-ref. [canary x] anywhere in the prompt",
            "makes the answer begin with canary-x. If the last message is the assistant's, the answer goes on from it.",
            "Faults strike at the rates above, by seed and nonce alone, and always for models named fault-500, fault-503,",
            "fault-429, fault-429-bare, fault-hang, fault-hang-headers-sent, fault-stall-N, fault-cut-N, fault-cut-ref,",
            "fault-reset-N, fault-truncate-N, fault-garbage, fault-garbage-all, fault-huge, fault-html,",
            "fault-inband, fault-empty, fault-duplicate, fault-reorder, fault-foreign, fault-slow-drip,",
            "fault-delayed-headers and fault-no-usage.",
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

    @Mixin
    private AnswerOptions answers = new AnswerOptions();

    @Mixin
    private LimitOptions limits = new LimitOptions();

    @Mixin
    private FaultOptions faults = new FaultOptions();

    @Mixin
    private ServiceOptions service = new ServiceOptions();

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
            return new SimulatorSettings(
                    host,
                    port,
                    key,
                    loops,
                    answers.settings(),
                    limits.settings(),
                    faults.settings(),
                    service.settings());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        }
    }
}
