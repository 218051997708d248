package dev.rapport.loadtest.command;

import dev.rapport.loadtest.system.GivenTarget;
import dev.rapport.loadtest.system.OwnTopology;
import dev.rapport.loadtest.system.Place;
import dev.rapport.loadtest.system.Services;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Everything around the runs of one command: priority, Ctrl-C, the services, and their taking down. */
final class Session {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Suite suite;
    private final RunOptions options;
    private final CommandLine line;
    private final Place place;

    /** @throws ParameterException if the options do not go together or the environment cannot be used */
    Session(Suite suite, RunOptions options, CommandLine line) {
        this.suite = suite;
        this.options = options;
        this.line = line;
        this.place = place(line);
        if (options.target != null && options.keyFile == null) {
            throw new ParameterException(line, "--key-file: (expected: a file with the application key of --target)");
        }
        if (options.target == null
                && (options.keyFile != null || options.simulator != null || !options.metrics.isEmpty())) {
            throw new ParameterException(
                    line, "--key-file, --simulator, --metrics: (expected: only together with --target)");
        }
    }

    @FunctionalInterface
    interface Work {
        int run(Runner runner, Interruption interruption) throws InterruptedException;
    }

    /** Does the work and takes everything down, also after a failure or Ctrl-C; returns the work's exit code. */
    int run(Work work) throws InterruptedException, IOException {
        PrintWriter out = line.getOut();
        try (Interruption interruption = Interruption.begin()) {
            Services services = new OwnTopology(place, System.getenv(), out);
            List<String> notes = List.of();
            URI target = options.target;
            Path keyFile = options.keyFile;
            if (target != null && keyFile != null) {
                GivenTarget given = new GivenTarget(target, keyFile, options.simulator, options.metrics);
                services = given;
                notes = List.of(given.note());
            }
            try {
                suite.warmUp();
                int exitCode = work.run(new Runner(suite, services, notes, interruption, out), interruption);
                interruption.exitCode(exitCode);
                return exitCode;
            } finally {
                services.takeDown();
                out.flush();
            }
        }
    }

    /** A folder for one run's report. */
    Path folder(String id) {
        String name = id + "-" + options.tier.word() + "-" + STAMP.format(Instant.now());
        Path out = options.out;
        return out == null ? place.reports().resolve(name) : out;
    }

    /** A folder for one of many runs' reports. */
    Path folderOfMany(String id) {
        Path out = options.out;
        return out == null ? folder(id) : out.resolve(id);
    }

    static Place place(CommandLine line) {
        try {
            return Place.of(root(), System.getenv());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(line, String.valueOf(e.getMessage()), e);
        }
    }

    /** The checkout: the system property {@code rapport.root}, by default the current folder. */
    static Path root() {
        return Path.of(System.getProperty("rapport.root", "")).toAbsolutePath().normalize();
    }
}
