package dev.rapport.loadtest.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InterruptionTest {
    /** A JVM starts in less than two seconds, also on a busy machine. */
    private static final int SECONDS_MAX = 60;

    /** A command that is under way until somebody wants it to end, and then has exit code 2. */
    static final class Command {
        private Command() {}

        public static void main(String[] arguments) throws InterruptedException {
            CountDownLatch stopped = new CountDownLatch(1);
            try (Interruption interruption = Interruption.begin()) {
                interruption.onAsked(stopped::countDown);
                System.out.println("under way");
                if (stopped.await(SECONDS_MAX, TimeUnit.SECONDS)) {
                    interruption.onAsked(() -> System.out.println("asked: " + interruption.asked()));
                    interruption.exitCode(Exit.INCONCLUSIVE);
                }
            }
        }
    }

    @Test
    void interruption_politeKill_endsTheRunAndKeepsTheExitCode() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Command.class.getName())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader lines = process.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("under way");
            process.toHandle().destroy(); // the process's own method would close its output
            assertThat(lines.readLine()).isEqualTo("asked: true");
            assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(Exit.INCONCLUSIVE);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void interruption_nobodyAsks_doesNothing() {
        CountDownLatch stopped = new CountDownLatch(1);
        try (Interruption interruption = Interruption.begin()) {
            interruption.onAsked(stopped::countDown);
            assertThat(interruption.asked()).isFalse();
        }
        assertThat(stopped.getCount()).isEqualTo(1);
    }
}
