package dev.rapport.loadtest.proxy;

import static java.util.Objects.requireNonNull;

import io.vertx.core.net.SocketAddress;

/**
 * Where a proxy listens, and for whom.
 *
 * @param host to listen on, for traffic and control
 * @param port 0 for any free one
 * @param upstream where connections lead
 * @param controlPort 0 for any free one
 * @param seed of all draws
 */
public record ProxySettings(String host, int port, SocketAddress upstream, int controlPort, long seed) {
    private static final int PORT_MAX = 65_535;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a port is out of its range; the message has its option, value and range
     */
    public ProxySettings {
        requireNonNull(host, "host");
        requireNonNull(upstream, "upstream");
        requirePort("listen", port);
        requirePort("control", controlPort);
    }

    private static void requirePort(String name, int port) {
        if (port < 0 || port > PORT_MAX) {
            throw new IllegalArgumentException(name + ": " + port + " (expected: 0.." + PORT_MAX + ")");
        }
    }

    /**
     * Reads {@code host:port}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static SocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (colon > 0 && port > 0 && port <= PORT_MAX) {
                return SocketAddress.inetSocketAddress(port, text.substring(0, colon));
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("upstream: " + text + " (expected: HOST:PORT)");
    }
}
