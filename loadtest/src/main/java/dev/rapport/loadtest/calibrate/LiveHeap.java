package dev.rapport.loadtest.calibrate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads how much heap a process holds on to: forces a full collection and asks its page of metrics. Blocks. */
final class LiveHeap implements AutoCloseable {
    private static final Pattern USED =
            Pattern.compile("^jvm_memory_used_bytes\\{[^}]*area=\"heap\"[^}]*}\\s+(\\S+)", Pattern.MULTILINE);

    private static final Pattern LEFT = Pattern.compile("^jvm_gc_live_data_size_bytes\\s+(\\S+)", Pattern.MULTILINE);

    /** {@code jcmd} is a JVM of its own; a busy machine takes a second or two to start one. */
    private static final Duration TIME_MAX = Duration.ofSeconds(20);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIME_MAX).build();

    /**
     * Bytes in use right after a full collection.
     *
     * @throws IOException if the process cannot be told to collect, or its page cannot be read
     */
    double read(long pid, URI server) throws IOException, InterruptedException {
        collect(pid);
        HttpRequest page = HttpRequest.newBuilder(server.resolve("/metrics"))
                .timeout(TIME_MAX)
                .build();
        return heapIn(http.send(page, HttpResponse.BodyHandlers.ofString()).body());
    }

    private static void collect(long pid) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process process = new ProcessBuilder(jcmd, Long.toString(pid), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(TIME_MAX.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("jcmd " + pid + " GC.run did not end within " + TIME_MAX.toSeconds() + " s.");
        }
        if (process.exitValue() != 0) {
            throw new IOException("jcmd " + pid + " GC.run: exit code " + process.exitValue()
                    + " (expected: 0; the tool comes with a JDK, and works for processes of the same user)");
        }
    }

    /** What the collection left, as the JVM noted it then, or else what the heap's pools have in use by now. */
    static double heapIn(String page) throws IOException {
        Matcher left = LEFT.matcher(page);
        if (left.find() && Double.parseDouble(left.group(1)) > 0) {
            return Double.parseDouble(left.group(1));
        }
        Matcher used = USED.matcher(page);
        double sum = 0;
        boolean found = false;
        while (used.find()) {
            sum += Double.parseDouble(used.group(1));
            found = true;
        }
        if (!found) {
            throw new IOException(
                    "jvm_memory_used_bytes{area=\"heap\"}: none (expected: one for each pool of the heap)");
        }
        return sum;
    }

    @Override
    public void close() {
        http.close();
    }
}
