package dev.rapport.loadtest.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The simulated provider: speaks OpenAI's chat completions, answers by {@link AnswerPlan}, misbehaves on request, and
 * says what each request took of its own time.
 *
 * <p>Routes: {@code POST /v1/chat/completions}, {@code GET /v1/models}, {@code GET /sim/requests} (JSON Lines; forgotten after {@code ?drain=true}), {@code GET
 * /sim/stats}, {@code POST /sim/reset}.
 */
public final class Simulator {
    /** Vert.x lets servers share any free port if they ask for the same negative one; each simulator asks for its own. */
    private static final AtomicInteger FREE_PORTS = new AtomicInteger();

    private final Vertx vertx;
    private final SimulatorSettings settings;
    private final List<String> deployments = new ArrayList<>();
    private final RateLimits limits;
    private final Places places;
    private final RequestLog log = new RequestLog();
    private final int port;
    private int portBound;

    private Simulator(Vertx vertx, SimulatorSettings settings) {
        this.vertx = vertx;
        this.settings = settings;
        this.port = settings.port() == 0 ? FREE_PORTS.decrementAndGet() : settings.port();
        this.limits = new RateLimits(settings.limits(), System.nanoTime());
        this.places = new Places(settings.service().concurrency());
    }

    /** Starts the loops one after the other on one port; fails if the port is taken. */
    public static Future<Simulator> start(Vertx vertx, SimulatorSettings settings) {
        Simulator simulator = new Simulator(vertx, settings);
        Future<Void> started = Future.succeededFuture();
        for (int i = 0; i < settings.loops(); i++) {
            started = started.compose(before -> simulator.startLoop());
        }
        return started.map(all -> simulator);
    }

    private Future<Void> startLoop() {
        SimulatorLoop loop = new SimulatorLoop(settings, port, new SimulatorLoop.Shared(limits, places, log));
        return vertx.deployVerticle(loop)
                .onSuccess(id -> {
                    deployments.add(id);
                    portBound = loop.portBound();
                })
                .mapEmpty();
    }

    /** Closes the port and every connection. */
    public Future<Void> stop() {
        return Future.all(deployments.stream().map(vertx::undeploy).toList()).mapEmpty();
    }

    /** Where it listens, without a path. */
    public URI address() {
        return URI.create("http://" + settings.host() + ":" + portBound);
    }
}
