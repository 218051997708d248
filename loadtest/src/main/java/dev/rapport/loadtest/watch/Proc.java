package dev.rapport.loadtest.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads from Linux' {@code /proc}. Everything is empty on other systems, and for processes that are gone. */
final class Proc {
    private final Path root;

    Proc(Path root) {
        this.root = root;
    }

    /** The use that one process, or several together, make of the machine. */
    record Use(double cpuSeconds, long rssBytes, long threads, long files) {
        Use plus(Use other) {
            return new Use(
                    cpuSeconds + other.cpuSeconds,
                    rssBytes + other.rssBytes,
                    threads + other.threads,
                    files + other.files);
        }
    }

    /** User and system time of the process since its start. */
    OptionalDouble cpuSeconds(long pid) {
        try {
            return OptionalDouble.of(ProcText.cpuSeconds(
                    Files.readString(root.resolve(Long.toString(pid)).resolve("stat"))));
        } catch (IOException e) {
            return OptionalDouble.empty(); // it ended
        }
    }

    Optional<Use> use(long pid) {
        Path process = root.resolve(Long.toString(pid));
        try {
            String stat = Files.readString(process.resolve("stat"));
            return Optional.of(new Use(
                    ProcText.cpuSeconds(stat),
                    ProcText.rssBytes(Files.readString(process.resolve("status"))),
                    ProcText.threads(stat),
                    files(process)));
        } catch (IOException e) {
            return Optional.empty(); // it ended
        }
    }

    /** A process and the ones it started, such as the workers of NGINX. */
    Optional<Use> useWithChildren(long pid) {
        return use(pid).map(own ->
                children(pid).stream().flatMap(child -> use(child).stream()).reduce(own, Use::plus));
    }

    private List<Long> children(long pid) {
        Path process = root.resolve(Long.toString(pid));
        try {
            return ProcText.children(Files.readString(
                    process.resolve("task").resolve(Long.toString(pid)).resolve("children")));
        } catch (IOException e) {
            return List.of();
        }
    }

    OptionalDouble stolenSeconds() {
        try {
            return OptionalDouble.of(ProcText.stolenSeconds(Files.readString(root.resolve("stat"))));
        } catch (IOException e) {
            return OptionalDouble.empty();
        }
    }

    private static long files(Path process) throws IOException {
        String[] names =
                process.resolve("fd").toFile().list(); // without a look at each file, of which there may be 20,000
        if (names == null) {
            throw new IOException(process + "/fd cannot be read");
        }
        return names.length;
    }
}
