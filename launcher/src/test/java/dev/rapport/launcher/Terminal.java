package dev.rapport.launcher;

import static org.assertj.core.api.Assertions.assertThat;

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
    private final StringBuffer out = new StringBuffer();
    private final StringBuffer err = new StringBuffer();
    private final Thread[] readers;

    Terminal(RunningLauncher launcher, String user) throws IOException {
        process = launcher.begin("chat", user);
        readers = new Thread[] {read(process.getInputStream(), out), read(process.getErrorStream(), err)};
    }

    private static Thread read(InputStream stream, StringBuffer into) {
        return Thread.ofVirtual().start(() -> {
            try (stream) {
                byte[] bytes = new byte[8_192];
                for (int count = stream.read(bytes); count >= 0; count = stream.read(bytes)) {
                    into.append(new String(bytes, 0, count, StandardCharsets.UTF_8)); // the tests' texts are ASCII
                }
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
        return out.toString();
    }

    String err() {
        return err.toString();
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
