package dev.rapport.loadtest.proxy;

import io.vertx.core.buffer.Buffer;
import java.util.List;

/** One fault at work on one direction of one connection: turns bytes into what is done instead. Used by one thread. */
@FunctionalInterface
interface Stage {
    List<Action> on(Buffer data);
}
