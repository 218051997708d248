package dev.rapport.launcher;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All parts and how each is started: two Redis, the chat instances, NGINX. */
final class Topology {
    /** Netty's buffers: some 10 KB for each of 10,000 open streams, on four instances, five times over. */
    private static final String DIRECT_MEMORY_MAX = "128m";

    /**
     * How long an instance that ended stays down if there are others. They take over its answers within two seconds; a JVM that
     * starts meanwhile on the same cores would make their readers wait (docs/measurements/0019-kept-answers.md).
     */
    private static final Duration OTHERS_FIRST = Duration.ofSeconds(2);

    /**
     * An instance has a third of the weight of NGINX and of each Redis: all instances wait for those, and a machine with too much to
     * do must go on accepting connections and refusing what is too much. With 10,000 requests within two seconds on two cores NGINX
     * was so late with equal weights that it cut off 432 of them whose bytes had long been there.
     */
    private static final List<String> BEHIND = List.of("nice", "-n", "5");

    private final Settings settings;
    private final StateFolder folder;
    private final Secrets secrets;
    private final Programs programs;
    private final InstanceProgram program;

    Topology(Settings settings, StateFolder folder, Secrets secrets, Programs programs, InstanceProgram program) {
        this.settings = settings;
        this.folder = folder;
        this.secrets = secrets;
        this.programs = programs;
        this.program = program;
    }

    /** The parts in the order of their start. */
    List<Part> parts() {
        Path redisServer = programs.redisServer(folder.path().resolve("bin"));
        List<Part> parts = new ArrayList<>();
        for (RedisRole role : RedisRole.values()) {
            parts.add(redis(redisServer, role));
        }
        IntStream.rangeClosed(1, settings.instances()).mapToObj(this::instance).forEach(parts::add);
        parts.add(nginx(programs.nginx()));
        return parts;
    }

    private Part redis(Path redisServer, RedisRole role) {
        String name = "redis-" + role.word();
        return new Part(
                name,
                Part.Kind.REDIS,
                role.port(settings),
                List.of(redisServer.toString(), folder.redisConfiguration(role).toString()),
                Map.of(),
                folder.run(),
                folder.log(name),
                Probe.redis(role.port(settings), secrets.operatorPassword()),
                Backoff.FIRST);
    }

    Part instance(int number) {
        String name = "chat-" + number;
        int port = settings.portOfInstance(number);
        Stream<String> arguments = Stream.of(
                "-cp",
                program.classPath(),
                program.mainClass(),
                "--config",
                folder.chatProperties().toString(),
                "--instance",
                Integer.toString(number),
                "--port",
                Integer.toString(port));
        return new Part(
                name,
                Part.Kind.INSTANCE,
                port,
                Stream.of(
                                BEHIND.stream(),
                                Stream.of(javaProgram()),
                                instanceFlags(settings.heap()).stream(),
                                program.moreFlags().stream(),
                                arguments)
                        .flatMap(s -> s)
                        .toList(),
                settings.gatewayFile()
                        .map(file -> Map.of(Settings.GATEWAY_FILE, file.toString()))
                        .orElse(Map.of()),
                folder.run(),
                folder.log(name),
                Probe.http("http://127.0.0.1:" + port + "/health/ready"),
                settings.instances() > 1 ? OTHERS_FIRST : Backoff.FIRST);
    }

    private Part nginx(Path nginx) {
        return new Part(
                "nginx",
                Part.Kind.NGINX,
                settings.port(),
                List.of(
                        nginx.toString(),
                        "-p",
                        folder.run().toString(),
                        "-c",
                        folder.nginxConfiguration().toString()),
                Map.of(),
                folder.run(),
                folder.log("nginx"),
                Probe.http(settings.localUrl() + "/health/live"),
                Backoff.FIRST);
    }

    /**
     * How the JVM of an instance is set up. The serial collector has no threads of its own beside the sixteen loops; its
     * price is a longer pause when the old generation is full, which a small heap with little old data seldom is. The smoke
     * runs with either did not tell them apart (docs/measurements/0001-smoke.md). On a larger machine with a larger heap
     * {@code RAPPORT_JVM_FLAGS} can choose another.
     */
    static List<String> instanceFlags(String heap) {
        return List.of(
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx" + heap,
                "-XX:MaxDirectMemorySize=" + DIRECT_MEMORY_MAX,
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError");
    }

    static String javaProgram() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
