package dev.rapport.launcher;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Where Rapport runs and how large: the {@code RAPPORT_*} variables of the environment, checked.
 *
 * @param host the address NGINX listens on
 * @param port the port NGINX listens on
 * @param state the folder that holds everything Rapport writes, absolute
 * @param instances number of chat-service JVMs, 1 to {@value #INSTANCES_MAX}
 * @param loops event loops in each instance, 1 to {@value #LOOPS_MAX}
 * @param instancePort port of the first instance; the others follow
 * @param redisPort port of the durable Redis; the volatile one has the next
 * @param heap heap of each instance as the JVM writes it, such as {@code 320m}
 * @param publicUrl what clients call, without a slash at the end
 * @param socketsPerAddress connections of WebSocket that one address may have, unless it is this machine
 * @param gatewayFile what {@value #GATEWAY_FILE} names, absolute: an instance runs in another folder; the instance reads it
 */
record Settings(
        String host,
        int port,
        Path state,
        int instances,
        int loops,
        int instancePort,
        int redisPort,
        String heap,
        String publicUrl,
        int socketsPerAddress,
        Optional<Path> gatewayFile) {

    /** The variable that names the gateway's settings; a relative path is relative to where the launcher runs. */
    static final String GATEWAY_FILE = "RAPPORT_GATEWAY_FILE";

    /** More JVMs than this on one server is a mistake; NGINX and the status table stay readable. */
    static final int INSTANCES_MAX = 64;

    /** As many loops as the largest machines have cores. */
    static final int LOOPS_MAX = 64;

    private static final int PORT_MAX = 65_535;
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:-]{1,253}");
    private static final Pattern HEAP = Pattern.compile("([1-9][0-9]{1,4})m|([1-9][0-9]?)g");
    private static final Pattern PATH_REFUSED = Pattern.compile("[\"'\\\\$;{}\\p{Cntrl}]");
    private static final int HEAP_MEGABYTES_MIN = 64;

    /**
     * Reads the settings.
     *
     * @param environment the environment; a variable that is absent or empty has its default
     * @param root the checkout, whose {@code .rapport} is the default state folder
     * @throws LaunchProblem if a value is not usable; the message has the variable, its value and what was expected
     */
    static Settings of(Map<String, String> environment, Path root) {
        String host = text(environment, "RAPPORT_HOST", "127.0.0.1");
        if (!HOST.matcher(host).matches()) {
            throw refused("RAPPORT_HOST", host, "an address or a host name");
        }
        int port = number(environment, "RAPPORT_PORT", 8080, 1, PORT_MAX);
        int instances = number(environment, "RAPPORT_INSTANCES", 4, 1, INSTANCES_MAX);
        int loops = number(environment, "RAPPORT_LOOPS", 4, 1, LOOPS_MAX);
        int instancePort = number(environment, "RAPPORT_INSTANCE_PORT", port + 101, 1, PORT_MAX - instances + 1);
        int redisPort = number(environment, "RAPPORT_REDIS_PORT", port + 201, 1, PORT_MAX - 1);
        Settings settings = new Settings(
                host,
                port,
                state(environment, root),
                instances,
                loops,
                instancePort,
                redisPort,
                heap(text(environment, "RAPPORT_HEAP", "320m")),
                publicUrl(environment, host, port),
                number(environment, "RAPPORT_SOCKETS_PER_ADDRESS", 150, 1, 16_384),
                gatewayFile(environment));
        settings.refuseSharedPorts();
        return settings;
    }

    /** The port of an instance; instances count from 1. */
    int portOfInstance(int instance) {
        return instancePort + instance - 1;
    }

    int volatileRedisPort() {
        return redisPort + 1;
    }

    /** Where the launcher itself reaches NGINX: an address to listen on everywhere is none to call. */
    String localUrl() {
        String address = isEverywhere() ? "127.0.0.1" : host;
        return "http://" + bracketed(address) + ":" + port;
    }

    /** What NGINX is told to listen on. */
    String listenAddress() {
        return bracketed(host) + ":" + port;
    }

    boolean isEverywhere() {
        return host.equals("0.0.0.0") || host.equals("::");
    }

    /** Every port, with the variable that moves it. */
    Map<Integer, String> variableOfPort() {
        Map<Integer, String> ports = new LinkedHashMap<>();
        ports.put(port, "RAPPORT_PORT");
        IntStream.rangeClosed(1, instances).forEach(i -> ports.put(portOfInstance(i), "RAPPORT_INSTANCE_PORT"));
        ports.put(redisPort, "RAPPORT_REDIS_PORT");
        ports.put(volatileRedisPort(), "RAPPORT_REDIS_PORT");
        return ports;
    }

    private void refuseSharedPorts() {
        int wanted = 1 + instances + 2;
        if (variableOfPort().size() != wanted) {
            throw refused(
                    "RAPPORT_INSTANCE_PORT",
                    instancePort + ".." + portOfInstance(instances),
                    "ports apart from RAPPORT_PORT " + port + " and RAPPORT_REDIS_PORT " + redisPort + ".."
                            + volatileRedisPort());
        }
    }

    private static Path state(Map<String, String> environment, Path root) {
        Path state = root.resolve(text(environment, "RAPPORT_STATE", ".rapport"))
                .toAbsolutePath()
                .normalize();
        if (PATH_REFUSED.matcher(state.toString()).find()) {
            throw refused(
                    "RAPPORT_STATE",
                    state.toString(),
                    "a path without quotes, backslash, dollar, semicolon and braces: it is written into configurations");
        }
        return state;
    }

    private static Optional<Path> gatewayFile(Map<String, String> environment) {
        String file = text(environment, GATEWAY_FILE, "");
        return file.isEmpty()
                ? Optional.empty()
                : Optional.of(Path.of(file).toAbsolutePath().normalize());
    }

    private static String heap(String heap) {
        var matcher = HEAP.matcher(heap);
        if (!matcher.matches()
                || (matcher.group(1) != null && Integer.parseInt(matcher.group(1)) < HEAP_MEGABYTES_MIN)) {
            throw refused("RAPPORT_HEAP", heap, HEAP_MEGABYTES_MIN + "m..99999m or 1g..99g");
        }
        return heap;
    }

    private static String publicUrl(Map<String, String> environment, String host, int port) {
        String standard =
                "http://" + bracketed(host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host) + ":" + port;
        String url = text(environment, "RAPPORT_URL", standard);
        try {
            URI uri = URI.create(url);
            boolean isWeb = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (isWeb && uri.getHost() != null && uri.getRawPath().isEmpty() && uri.getRawQuery() == null) {
                return url;
            }
        } catch (IllegalArgumentException _) {
            // falls through to the refusal
        }
        throw refused("RAPPORT_URL", url, "such as https://chat.example.org, without a path");
    }

    private static int number(Map<String, String> environment, String name, int standard, int min, int max) {
        String value = text(environment, name, Integer.toString(standard));
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException _) {
            // falls through to the refusal
        }
        throw refused(name, value, min + ".." + max);
    }

    private static String text(Map<String, String> environment, String name, String standard) {
        String value = environment.getOrDefault(name, "").strip();
        return value.isEmpty() ? standard : value;
    }

    private static String bracketed(String address) {
        return address.contains(":") ? "[" + address + "]" : address;
    }

    private static LaunchProblem refused(String name, String value, String expected) {
        return new LaunchProblem(name + ": " + value + " (expected: " + expected + ")");
    }
}
