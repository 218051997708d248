package dev.rapport.loadtest.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The simulated provider of a load test that was killed: still there, and in the way of the next one. */
final class LeftOver {
    private static final int END_SECONDS_MAX = 5;

    private LeftOver() {}

    static void remember(Place place, long pid) throws IOException {
        Files.writeString(file(place), Long.toString(pid));
    }

    static void forget(Place place) {
        try {
            Files.deleteIfExists(file(place));
        } catch (IOException e) {
            // the number in it will belong to no simulator
        }
    }

    /** Ends it, if the remembered process is one of ours on this port. */
    static void end(Place place) throws IOException, InterruptedException {
        if (!Files.exists(file(place))) {
            return;
        }
        Optional<ProcessHandle> simulator = pid(place)
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> isSimulator(line, place.simulatorPort()))
                        .isPresent());
        if (simulator.isPresent()) {
            simulator.get().destroy();
            try {
                simulator.get().onExit().get(END_SECONDS_MAX, TimeUnit.SECONDS);
            } catch (TimeoutException | ExecutionException e) {
                simulator.get().destroyForcibly();
            }
        }
        forget(place);
    }

    static boolean isSimulator(String commandLine, int port) {
        return (commandLine + " ").contains("loadtest.Main simulator --port " + port + " ");
    }

    private static Optional<ProcessHandle> pid(Place place) throws IOException {
        try {
            return ProcessHandle.of(Long.parseLong(Files.readString(file(place)).strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Path file(Place place) {
        return place.state().resolve("simulator.pid");
    }
}
