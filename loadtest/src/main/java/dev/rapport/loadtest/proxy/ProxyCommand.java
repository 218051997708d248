package dev.rapport.loadtest.proxy;

import io.vertx.core.Vertx;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code proxy}: runs a fault proxy until it is killed. */
@Command(
        name = "proxy",
        showDefaultValues = true,
        description = "Runs a TCP proxy that makes connections go wrong on request.",
        footer = {
            "",
            "Steered over HTTP on the control port: GET /faults, POST /faults, DELETE /faults, DELETE /faults/NAME,",
            "GET /stats. A fault: {\"name\":\"slow\",\"type\":\"latency\",\"direction\":\"down\",\"probability\":1,",
            "\"attributes\":{\"latency_ms\":200}}. A wrong type or number is answered with what there is."
        })
public final class ProxyCommand implements Callable<Integer> {
    private static final int COULD_NOT_RUN = 3;

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

    @Option(names = "--listen", required = true, paramLabel = "PORT", description = "port for clients, 0 for any")
    private int listen;

    @Option(names = "--upstream", required = true, paramLabel = "HOST:PORT", description = "where connections lead")
    private String upstream = "";

    @Option(names = "--control", required = true, paramLabel = "PORT", description = "port for control, 0 for any")
    private int control;

    @Option(names = "--seed", description = "seed of all draws")
    private long seed = 1;

    @Override
    public Integer call() throws InterruptedException {
        ProxySettings settings = settings();
        Vertx vertx = Vertx.vertx();
        FaultProxy proxy;
        try {
            proxy = FaultProxy.start(vertx, settings).await();
        } catch (
                Exception e) { // whatever keeps a port from being opened is the caller's to hear, without a stack trace
            vertx.close().await();
            spec.commandLine().getErr().println("The fault proxy cannot listen: " + e.getMessage());
            return COULD_NOT_RUN;
        }
        spec.commandLine()
                .getOut()
                .println(
                        "fault proxy on port " + proxy.port() + " for " + upstream + ", control at " + proxy.control());
        spec.commandLine().getOut().flush();
        new CountDownLatch(1).await(); // until the process is told to end
        return 0;
    }

    private ProxySettings settings() {
        try {
            return new ProxySettings(host, listen, ProxySettings.address(upstream), control, seed);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        }
    }
}
