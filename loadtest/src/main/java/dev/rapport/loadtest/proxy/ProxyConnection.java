package dev.rapport.loadtest.proxy;

import dev.rapport.loadtest.clock.LoopTimer;
import dev.rapport.loadtest.proxy.Action.How;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.vertx.core.Context;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A client's connection, the one to the upstream, and the faults at work on both. Runs on their event loop. */
final class ProxyConnection {
    private static final double NANOS_PER_MILLI = 1e6;

    private final Place place;
    private final NetSocket client;
    private final NetSocket upstream;
    private final LoopTimer timer;
    private final Lane up;
    private final Lane down;
    private final SseStage events = new SseStage(this::armedForEvents);
    private final Map<FaultSpec, Struck> struck = new LinkedHashMap<>();
    private boolean ended;
    private boolean torn;

    /** Where a connection stands: its loop, its number, and what all of the proxy share. */
    record Place(Context loop, long number, long seed, ProxyStats stats) {}

    /** A fault that has been looked at for this connection, whether it strikes or not. */
    private record Struck(boolean strikes, SplittableRandom random, Stage stage) {}

    ProxyConnection(Place place, NetSocket client, NetSocket upstream) {
        this.place = place;
        this.client = client;
        this.upstream = upstream;
        this.timer = LoopTimer.of(place.loop());
        this.up = new Lane(
                new Lane.Ends(Direction.UP, client, upstream, how -> end(Direction.UP, how)), timer, place.stats());
        this.down = new Lane(
                new Lane.Ends(Direction.DOWN, upstream, client, how -> end(Direction.DOWN, how)), timer, place.stats());
    }

    /** Starts both directions under these faults. */
    void start(List<FaultSpec> faults) {
        apply(faults);
        connect(client, up, Direction.UP);
        connect(upstream, down, Direction.DOWN);
        upstream.resume();
        client.resume();
    }

    private void connect(NetSocket source, Lane lane, Direction direction) {
        source.exceptionHandler(cause -> torn = true);
        source.handler(data -> lane.accept(data, stages(direction)));
        ((NetSocketInternal) source).eventHandler(event -> {
            if (event instanceof ChannelInputShutdownEvent) {
                sourceEnded(lane);
            }
        });
        if (channelOf(source) instanceof DuplexChannel duplex && duplex.isInputShutdown()) {
            sourceEnded(lane); // before we listened
        }
        source.closeHandler(closed -> lane.endAfterQueue(torn ? How.RESET : How.CLOSE));
    }

    /** A FIN ends one direction; the other goes on until its own end, which a lane that swallows has nobody to tell of. */
    private void sourceEnded(Lane lane) {
        lane.sourceEnded();
        closeIfDone();
    }

    private void closeIfDone() {
        if (up.done() && down.done()) {
            close();
        }
    }

    /** Lets a peer end what it sends and still hear the rest; to be called before anything is read. */
    static void allowHalfOpen(NetSocket socket) {
        channelOf(socket).config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }

    /** Looks at new faults, and drops the ones that are gone; those that stay keep their counts. */
    void apply(List<FaultSpec> faults) {
        struck.keySet().retainAll(faults);
        for (FaultSpec spec : faults) {
            struck.computeIfAbsent(spec, this::strike);
        }
    }

    private Struck strike(FaultSpec spec) {
        SplittableRandom random = spec.random(place.seed(), place.number());
        boolean strikes = random.nextDouble() < spec.probability();
        if (strikes) {
            place.stats().struck(spec.name());
            if (spec.type() == FaultType.RESET && spec.number("after_ms") > 0) {
                long nanos = Math.round(spec.number("after_ms") * NANOS_PER_MILLI);
                timer.at(System.nanoTime() + nanos, () -> {
                    if (struck.containsKey(spec)) {
                        end(spec.direction(), How.RESET);
                    }
                });
            }
        }
        return new Struck(strikes, random, ByteStages.of(spec, random));
    }

    /** Events first: they must be found in what the upstream sent, not in what other faults made of it. */
    private List<Stage> stages(Direction direction) {
        List<Stage> stages = new ArrayList<>();
        if (direction == Direction.DOWN) {
            stages.add(events);
        }
        struck.forEach((spec, fault) -> {
            if (fault.strikes() && spec.direction() == direction && !spec.type().ofEvents()) {
                stages.add(fault.stage());
            }
        });
        return stages;
    }

    private List<EventFaults.Armed> armedForEvents() {
        List<EventFaults.Armed> armed = new ArrayList<>();
        struck.forEach((spec, fault) -> {
            if (fault.strikes() && spec.type().ofEvents()) {
                armed.add(new EventFaults.Armed(spec, fault.random()));
            }
        });
        return armed;
    }

    private void end(Direction direction, How how) {
        if (ended) {
            return;
        }
        NetSocket sink = direction == Direction.UP ? upstream : client;
        NetSocket source = direction == Direction.UP ? client : upstream;
        place.stats().ended(how);
        switch (how) {
            case SWALLOW -> {
                // the lane does
            }
            case HALF_CLOSE -> {
                if (channelOf(sink) instanceof DuplexChannel duplex) {
                    var _ = duplex.shutdownOutput();
                }
                closeIfDone();
            }
            case RESET -> {
                reset(sink);
                reset(source);
                over();
            }
            case LOSE -> {
                reset(sink);
                source.close();
                over();
            }
            case CLOSE -> {
                sink.close();
                source.close();
                over();
            }
        }
    }

    /** Closes both at once, whatever is queued. */
    void close() {
        client.close();
        upstream.close();
        over();
    }

    private void over() {
        if (!ended) {
            ended = true;
            up.abandon();
            down.abandon();
            place.stats().closed();
        }
    }

    boolean ended() {
        return ended;
    }

    Context loop() {
        return place.loop();
    }

    private static Channel channelOf(NetSocket socket) {
        return ((NetSocketInternal) socket).channelHandlerContext().channel();
    }

    /** Closes with RST: a socket that may not linger forgets what it has not sent. */
    static void reset(NetSocket socket) {
        channelOf(socket).config().setOption(ChannelOption.SO_LINGER, 0);
        socket.close();
    }
}
