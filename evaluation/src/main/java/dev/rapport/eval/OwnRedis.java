package dev.rapport.eval;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A redis-server for one run: on this machine's loopback, with nothing on the disk, ended with it. */
final class OwnRedis implements AutoCloseable {
    /** A start takes some 50 ms; on a busy machine a second was seen. */
    private static final long START_NANOS_MAX = TimeUnit.SECONDS.toNanos(20);

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Process process;
    private final int port;

    private OwnRedis(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it and waits until it takes connections.
     *
     * @throws IOException if there is no redis-server, or it does not get ready
     */
    static OwnRedis start() throws IOException {
        int port = freePort();
        Path folder = Files.createTempDirectory("rapport-eval");
        ProcessBuilder command = new ProcessBuilder(List.of(
                "redis-server",
                "--port",
                String.valueOf(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
                "--dir",
                folder.toString()));
        command.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        Process process;
        try {
            process = command.start();
        } catch (IOException e) {
            throw new IOException(
                    "redis-server: not found (expected: on the PATH, or --redis URI of a running one)", e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly)); // after Ctrl-C nothing is left
        OwnRedis redis = new OwnRedis(process, port);
        redis.awaitReady();
        return redis;
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private void awaitReady() throws IOException {
        long end = System.nanoTime() + START_NANOS_MAX;
        while (System.nanoTime() - end < 0 && process.isAlive()) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return;
            } catch (IOException _) {
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
        close();
        throw new IOException("redis-server on port " + port + ": not ready (expected: within 20 s)");
    }

    String uri() {
        return "redis://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
