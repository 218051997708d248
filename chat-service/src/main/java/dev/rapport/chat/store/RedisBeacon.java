package dev.rapport.chat.store;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * Shows that this process lives: a connection that is subscribed to a channel of its own, on which nobody says anything. Whoever counts
 * the channel's subscribers sees at once that the process died, since the connection ends with it.
 *
 * <p>No command goes over it, and none could: Vert.x's Redis client (5.1.6) takes what is pushed to a subscriber for the reply to a
 * command under way, and each reply from then on for that to the command before. Belongs to one event loop.
 */
public final class RedisBeacon {
    private final RedisLink link;
    private final String channel;
    private boolean lit;

    /**
     * A beacon that is not lit yet.
     *
     * @param link not open yet, and for nothing else
     * @param random draws the channel's name
     */
    public RedisBeacon(RedisLink link, RandomGenerator random) {
        this.link = link;
        this.channel = "maker:" + HexFormat.of().toHexDigits(random.nextLong());
        link.eachTime(connection -> {
            lit = false;
            connection.handler(_ -> {}); // that it is subscribed
            return connection
                    .send(Request.cmd(Command.SUBSCRIBE).arg(channel))
                    .onSuccess(_ -> lit = true)
                    .mapEmpty();
        });
    }

    /** Lights it, now or as soon as there is a Redis to connect to; fails if that is later, or it may not. */
    public Future<Void> open() {
        return link.open();
    }

    /** Puts it out for good. */
    Future<Void> close() {
        return link.close();
    }

    /** The channel that has a subscriber as long as this process lives; empty while the beacon is not lit. */
    String channel() {
        return lit && link.up() ? channel : "";
    }
}
