package dev.rapport.loadtest.proxy;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The proxy: a port for traffic, a port for control, and the faults between client and upstream. */
public final class FaultProxy {
    /** Most faults at one time; more are a script that forgot to delete. */
    static final int FAULTS_MAX = 64;

    /** Most connections at one time; each takes two of the process's file descriptors. */
    static final int CONNECTIONS_MAX = 9_000;

    /** How long the upstream may take to accept; on one machine it takes microseconds. */
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final ProxySettings settings;
    private final NetClient client;
    private final ProxyStats stats = new ProxyStats();
    private final Set<ProxyConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile List<FaultSpec> faults = List.of();
    private volatile @Nullable NetServer server;
    private @Nullable HttpServer control;
    private int port;

    private FaultProxy(Vertx vertx, ProxySettings settings) {
        this.vertx = vertx;
        this.settings = settings;
        this.port = settings.port();
        this.client = vertx.createNetClient(
                new NetClientOptions().setTcpNoDelay(true).setConnectTimeout(Math.toIntExact(CONNECT_MAX.toMillis())));
    }

    /** Opens both ports; fails if one is taken. */
    public static Future<FaultProxy> start(Vertx vertx, ProxySettings settings) {
        FaultProxy proxy = new FaultProxy(vertx, settings);
        return proxy.listen()
                .compose(listening -> vertx.createHttpServer()
                        .requestHandler(new ControlApi(proxy)::handle)
                        .listen(settings.controlPort(), settings.host()))
                .map(control -> {
                    proxy.control = control;
                    return proxy;
                });
    }

    private Future<Void> listen() {
        NetServer fresh = vertx.createNetServer().connectHandler(this::accept);
        return fresh.listen(port, settings.host())
                .onSuccess(listening -> {
                    server = listening;
                    port = listening.actualPort(); // the same one again, after it was down
                })
                .mapEmpty();
    }

    private void accept(NetSocket socket) {
        socket.pause();
        ProxyConnection.allowHalfOpen(socket);
        if (connections.size() >= CONNECTIONS_MAX) {
            ProxyConnection.reset(socket);
            return;
        }
        Context loop = requireNonNull(Vertx.currentContext());
        var place = new ProxyConnection.Place(loop, stats.opened(), settings.seed(), stats);
        client.connect(settings.upstream()).onComplete((upstream, failure) -> {
            if (failure != null) {
                stats.connectFailed();
                stats.closed();
                ProxyConnection.reset(socket);
                return;
            }
            upstream.pause();
            ProxyConnection.allowHalfOpen(upstream);
            ProxyConnection connection = new ProxyConnection(place, socket, upstream);
            connections.removeIf(ProxyConnection::ended);
            connections.add(connection);
            connection.start(faults);
        });
    }

    /** The faults, in the order in which they were first set. */
    List<FaultSpec> faults() {
        return faults;
    }

    /** Sets a fault, in place of the one of that name if there is one. */
    Future<Void> put(FaultSpec spec) {
        List<FaultSpec> changed = new ArrayList<>(faults);
        changed.removeIf(fault -> fault.name().equals(spec.name()));
        changed.add(spec);
        if (changed.size() > FAULTS_MAX) {
            throw new IllegalArgumentException("faults: " + changed.size() + " (expected: 0.." + FAULTS_MAX + ")");
        }
        return change(changed);
    }

    /** Removes a fault; false if there is none of that name. */
    Future<Boolean> remove(String name) {
        List<FaultSpec> changed = new ArrayList<>(faults);
        boolean removed = changed.removeIf(fault -> fault.name().equals(name));
        return change(changed).map(done -> removed);
    }

    Future<Void> removeAll() {
        return change(List.of());
    }

    private Future<Void> change(List<FaultSpec> changed) {
        faults = List.copyOf(changed);
        List<FaultSpec> now = faults;
        connections.removeIf(ProxyConnection::ended);
        for (ProxyConnection connection : connections) {
            connection.loop().runOnContext(turn -> connection.apply(now));
        }
        boolean down = changed.stream().anyMatch(fault -> fault.type() == FaultType.DOWN);
        NetServer listening = server;
        if (down && listening != null) {
            server = null;
            for (ProxyConnection connection : connections) {
                connection.loop().runOnContext(turn -> connection.close());
            }
            return listening.close().mapEmpty();
        }
        return down || listening != null ? Future.succeededFuture() : listen();
    }

    ObjectNode stats() {
        return stats.toJson();
    }

    /** Where clients connect to. */
    public int port() {
        return port;
    }

    /** Where it is steered, without a path. */
    public URI control() {
        return URI.create(
                "http://" + settings.host() + ":" + requireNonNull(control).actualPort());
    }

    /** Closes both ports and every connection. */
    public Future<Void> stop() {
        NetServer listening = server;
        Future<Void> traffic = listening == null ? Future.succeededFuture() : listening.close();
        return Future.join(traffic, requireNonNull(control).close())
                .eventually(client::close)
                .mapEmpty();
    }
}
