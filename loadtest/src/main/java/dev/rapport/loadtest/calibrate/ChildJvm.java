package dev.rapport.loadtest.calibrate;

import dev.rapport.loadtest.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A known server in a process of its own, with the class path of this one. It ends when this process does. */
final class ChildJvm implements AutoCloseable {
    /** It takes 5 s, 2 of them perhaps in a stall; on two cores that ten other builds were using it took more than 30. */
    private static final Duration START_TIME_MAX = Duration.ofSeconds(90);

    private static final Duration END_TIME_MAX = Duration.ofSeconds(5);
    private static final Pattern LISTENING = Pattern.compile("listening on (http://\\S+)");

    /* Else a heap that is mostly free lets go of what is softly held only after minutes: a fall amid the measurement. */
    private static final List<String> FLAGS = List.of(
            "-XX:SoftRefLRUPolicyMSPerMB=0",
            "-XX:+UseSerialGC", // the smallest, and the same on every machine
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private final Process process;
    private final URI address;

    private ChildJvm(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /**
     * Starts one and waits until it listens.
     *
     * @param heap of the process, such as {@code 128m}; all of it from the beginning, so that it is not resized
     * @param options of {@code known-server}, without {@code --port}
     * @throws IOException if it does not come up; the message has what it said
     */
    static ChildJvm start(String heap, List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(List.of("-Xms" + heap, "-Xmx" + heap));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of("known-server", "--port", "0"));
        command.addAll(options);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        CompletableFuture<URI> address = new CompletableFuture<>();
        Thread.ofVirtual().name("known-server-output").start(() -> read(process, address));
        try {
            return new ChildJvm(process, address.get(START_TIME_MAX.toSeconds(), TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            throw new IOException("The known server did not come up: " + brief(e), e);
        } catch (TimeoutException e) {
            process.destroyForcibly();
            throw new IOException("The known server was not listening after " + START_TIME_MAX.toSeconds() + " s.", e);
        }
    }

    private static String brief(ExecutionException e) {
        Throwable cause = e.getCause();
        return String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
    }

    /** Reads to the end, so that the process never waits for its output to be read. */
    private static void read(Process process, CompletableFuture<URI> address) {
        String last = "it said nothing";
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher listening = LISTENING.matcher(line);
                if (listening.find()) {
                    address.complete(URI.create(listening.group(1)));
                }
                last = line;
            }
        } catch (IOException e) {
            last = String.valueOf(e.getMessage());
        }
        address.completeExceptionally(new IOException(last)); // does nothing if the address was there
    }

    URI address() {
        return address;
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(END_TIME_MAX.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
