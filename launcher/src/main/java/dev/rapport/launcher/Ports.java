package dev.rapport.launcher;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Whether the ports we want are free. */
final class Ports {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private Ports() {}

    /**
     * Checks every port of the topology.
     *
     * @throws LaunchProblem if another program has one; says which, and which variable moves it
     */
    static void requireFree(Settings settings) {
        settings.variableOfPort().keySet().forEach(port -> requireFree(settings, port));
    }

    static void requireFree(Settings settings, int port) {
        String variable = settings.variableOfPort().getOrDefault(port, "");
        String host = port == settings.port() ? settings.host() : "127.0.0.1";
        if (!isFree(host, port)) {
            throw new LaunchProblem(
                    "%s: %s (expected: a free port, but another program listens on %d; try %s=%d ./rapport up)"
                            .formatted(
                                    variable,
                                    first(settings, variable),
                                    port,
                                    variable,
                                    suggestion(settings, variable)));
        }
    }

    static boolean isFree(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // connections of the last run that are still closing do not count
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return true;
        } catch (BindException e) {
            String why = String.valueOf(e.getMessage());
            if (why.contains("in use")) {
                return false;
            }
            throw new LaunchProblem(
                    host + ":" + port + ": " + why + " (expected: RAPPORT_HOST an address of this machine, and a port "
                            + "from 1024 on unless root)",
                    e);
        } catch (IOException e) {
            throw new LaunchProblem("RAPPORT_HOST: " + host + " (expected: an address of this machine; " + e + ")", e);
        }
    }

    /** Waits until a port is free, but not longer than this. */
    static void awaitFree(String host, int port, Duration longest) {
        long deadline = System.nanoTime() + longest.toNanos();
        while (!isFree(host, port) && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    /** The value of a variable, which may be the first of several ports. */
    private static int first(Settings settings, String variable) {
        return switch (variable) {
            case "RAPPORT_PORT" -> settings.port();
            case "RAPPORT_INSTANCE_PORT" -> settings.instancePort();
            default -> settings.redisPort();
        };
    }

    /** Far enough away that none of the other ports is hit. */
    private static int suggestion(Settings settings, String variable) {
        int port = first(settings, variable);
        return port + 1000 <= 65_000 ? port + 1000 : port - 1000;
    }
}
