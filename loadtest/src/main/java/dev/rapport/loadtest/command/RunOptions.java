package dev.rapport.loadtest.command;

import dev.rapport.loadtest.profile.Tier;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of whatever runs profiles. */
final class RunOptions {
    @Option(names = "--tier", defaultValue = "ci", description = "smoke (20 s), ci (90 s) or full (as published)")
    Tier tier = Tier.CI;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "folder for the reports; without it load-reports/ID-TIER-TIME in the state folder")
    @Nullable
    Path out;

    @Option(
            names = "--target",
            paramLabel = "URL",
            description = "a service that runs already; without it a topology is brought up for the run")
    @Nullable
    URI target;

    @Option(names = "--key-file", paramLabel = "FILE", description = "with --target: file with the application key")
    @Nullable
    Path keyFile;

    @Option(names = "--simulator", paramLabel = "URL", description = "with --target: the simulated provider behind it")
    @Nullable
    URI simulator;

    @Option(
            names = "--metrics",
            paramLabel = "URL",
            description = "with --target: page of metrics of an instance; repeatable")
    List<URI> metrics = new ArrayList<>();

    @Option(names = "--seed", paramLabel = "N", description = "another seed than the profile's")
    @Nullable
    Long seed;

    @Option(names = "--users", paramLabel = "N", description = "another number of users than the profile's")
    @Nullable
    Integer users;

    Overrides overrides() {
        return new Overrides(seed, users);
    }
}
