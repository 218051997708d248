package dev.rapport.memory.log;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import redis.embedded.core.ExecutableProvider;

/**
 * A real redis-server, set up as the durable one is: every acknowledged write is on the disk.
 *
 * <p>Takes the redis-server of the PATH, and if there is none the one that the embedded-redis jar packages. Knows nothing
 * else of this module.
 */
public final class RedisProcess implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofSeconds(10);
    private static final Duration STOP_MAX = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(5);

    private final Path folder;
    private final int port;
    private final List<String> more;
    private Process process;

    private RedisProcess(Path folder, int port, List<String> more) throws IOException {
        this.more = more;
        this.folder = folder;
        this.port = port;
        this.process = launch();
        awaitReady();
    }

    /** Starts on a port that is free now, and returns when it answers. What was in the folder is there again. */
    public static RedisProcess start(Path folder) throws IOException {
        return start(folder, List.of());
    }

    /** Starts it with more words on its command line. The default user must be able to ping. */
    public static RedisProcess start(Path folder, List<String> more) throws IOException {
        return new RedisProcess(folder, freePort(), more);
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** Its address for one of its users, if the passwords of all are the same as their names. */
    public String uri(String user) {
        return "redis://" + user + ":" + user + "@127.0.0.1:" + port;
    }

    /** Ends it as a power cut of the process would: nothing is flushed. */
    public void kill() {
        process.destroyForcibly() // SIGKILL
                .onExit()
                .orTimeout(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** Starts it again, on the same port and folder. */
    public void startAgain() throws IOException {
        process = launch();
        awaitReady();
    }

    /** Lets it stand still, with its connections open. */
    public void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** Lets it go on. */
    public void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("kill -" + name + " " + process.pid() + ": exit code " + exit);
        }
    }

    @Override
    public void close() {
        kill();
    }

    private Process launch() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                executable(),
                "--port",
                String.valueOf(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                folder.toString(),
                "--save",
                "",
                "--appendonly",
                "yes",
                "--appendfsync",
                "always",
                "--maxmemory-policy",
                "noeviction"));
        command.addAll(more);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("redis.log").toFile())
                .start();
    }

    private static String executable() throws IOException {
        try (Stream<String> folders = Stream.of(System.getenv("PATH").split(":", -1))) {
            var installed = folders.map(name -> Path.of(name, "redis-server"))
                    .filter(Files::isExecutable)
                    .findFirst();
            return installed.isPresent()
                    ? installed.get().toString()
                    : ExecutableProvider.newJarResourceProvider().get().getAbsolutePath();
        }
    }

    /** Asks until it answers PONG; while it loads its files it answers LOADING. */
    private void awaitReady() throws IOException {
        long end = System.nanoTime() + START_MAX.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            if (answersPong()) {
                return;
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        throw new IOException(
                "redis-server on port " + port + " did not start: " + Files.readString(folder.resolve("redis.log")));
    }

    private boolean answersPong() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) START_MAX.toMillis());
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII).equals("+PONG");
        } catch (IOException e) {
            return false; // not yet
        }
    }
}
