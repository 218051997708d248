package dev.rapport.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** {@code ./rapport chat} in a pipe: what it is told, and what it says on both of its outputs as it comes. */
final class Terminal implements AutoCloseable {
    private static final Duration WAIT_MAX = Duration.ofSeconds(60);

    private final Process process;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(); // its methods are synchronized
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Thread[] readers;

    Terminal(RunningLauncher launcher, String user) throws IOException {
        process = launcher.begin("chat", user);
        readers = new Thread[] {read(process.getInputStream(), out), read(process.getErrorStream(), err)};
    }

    private static Thread read(InputStream stream, ByteArrayOutputStream into) {
        return Thread.ofVirtual().start(() -> {
            try (stream) {
                stream.transferTo(into);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    void say(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    void awaitOut(String text) {
        RunningLauncher.await(text + " in the output", WAIT_MAX, () -> out().contains(text));
    }

    void awaitErr(String text) {
        RunningLauncher.await(text + " on the standard error", WAIT_MAX, () -> err().contains(text));
    }

    /** As Ctrl-C does. */
    void interrupt() throws IOException, InterruptedException {
        int sent = new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                .start()
                .waitFor();
        assertThat(sent).isZero();
    }

    /** Ends its input and waits for its end. Returns the exit status. */
    int end() throws IOException, InterruptedException {
        process.getOutputStream().close();
        assertThat(process.waitFor(WAIT_MAX.toSeconds(), TimeUnit.SECONDS))
                .as(err())
                .isTrue();
        for (Thread reader : readers) {
            reader.join();
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
