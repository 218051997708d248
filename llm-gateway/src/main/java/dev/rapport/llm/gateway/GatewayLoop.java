package dev.rapport.llm.gateway;

import static java.util.Objects.requireNonNull;

import dev.rapport.llm.limit.Scripts;
import java.util.Optional;

/**
 * The event loop that a gateway belongs to.
 *
 * @param name unique among all loops of all instances, such as {@code 1/3}; without spaces
 * @param share how many loops there are in all; while the store is away each keeps to that part of every limit
 * @param scripts the store that all instances share; empty for a gateway that is alone, such as a rehearsal's: then no
 *     limit holds
 */
public record GatewayLoop(String name, int share, Optional<Scripts> scripts) {
    public GatewayLoop {
        requireNonNull(name, "name");
        requireNonNull(scripts, "scripts");
        if (share < 1) {
            throw new IllegalArgumentException("share: " + share + " (expected: 1 or more)");
        }
    }
}
