package dev.rapport.loadtest.system;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a load test's own topology lies: apart from the one that people use, in files and in ports.
 *
 * @param root the checkout, with {@code ./rapport} in it
 * @param state folder of this topology alone, absolute
 * @param reports folder for reports, absolute
 * @param port of its NGINX; the other ports follow from it
 */
public record Place(Path root, Path state, Path reports, int port) {
    private static final int DEFAULT_PORT = 8080;

    /** Far from what people run: theirs, and its instances and Redis, end 300 ports after theirs. */
    private static final int PORTS_APART = 3_000;

    private static final int SIMULATOR_APART = 50;

    /** Nobody's: the instances' ports begin at 101. */
    private static final int CLOSED_APART = 51;

    /** The highest port that leaves room for 64 instances and two Redis. */
    private static final int PORT_MAX = 65_535 - PORTS_APART - 300;

    /**
     * Beside the topology that the environment describes.
     *
     * @throws IllegalArgumentException if {@code RAPPORT_PORT} cannot be read
     */
    public static Place of(Path root, Map<String, String> environment) {
        String stateText = environment.getOrDefault("RAPPORT_STATE", "").strip();
        Path state = root.resolve(stateText.isEmpty() ? ".rapport" : stateText)
                .toAbsolutePath()
                .normalize();
        String portText = environment.getOrDefault("RAPPORT_PORT", "").strip();
        int port = portText.isEmpty() ? DEFAULT_PORT : port(portText);
        return new Place(root, state.resolve("load"), state.resolve("load-reports"), port + PORTS_APART);
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= PORT_MAX) {
                return port;
            }
        } catch (NumberFormatException e) {
            // falls through to the refusal
        }
        throw new IllegalArgumentException("RAPPORT_PORT: " + text + " (expected: 1.." + PORT_MAX
                + ", because the load's topology is " + PORTS_APART + " ports higher)");
    }

    Path command() {
        return root.resolve("rapport");
    }

    Path statusFile() {
        return state.resolve("run").resolve("status.json");
    }

    /** Of the topology beside which this one is. */
    public Path peopleStatusFile() {
        return reports.resolveSibling("run").resolve("status.json");
    }

    Path keyFile() {
        return state.resolve("secrets").resolve("application.key");
    }

    Path simulatorLog() {
        return state.resolve("simulator.log");
    }

    Path gatewayFile() {
        return state.resolve("gateway.yaml");
    }

    /** Where nothing listens. */
    URI closed() {
        return local(port + CLOSED_APART);
    }

    int simulatorPort() {
        return port + SIMULATOR_APART;
    }

    URI simulator() {
        return local(simulatorPort());
    }

    URI target() {
        return local(port);
    }

    static URI local(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }
}
