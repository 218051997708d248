package dev.rapport.loadtest.command;

import dev.rapport.loadtest.metrics.SyntheticRun;
import dev.rapport.loadtest.profile.ProfileException;
import dev.rapport.loadtest.profile.ProfileReader;
import dev.rapport.loadtest.profile.Tier;
import dev.rapport.loadtest.record.PhaseRecord;
import dev.rapport.loadtest.record.RunFolder;
import dev.rapport.loadtest.record.RunInfo;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.report.Report;
import dev.rapport.loadtest.report.Report.Gate;
import dev.rapport.loadtest.report.Report.Judgement;
import dev.rapport.loadtest.report.Report.Word;
import dev.rapport.loadtest.run.Progress;
import dev.rapport.loadtest.system.Services;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A suite whose runs take no time: each writes a folder with two made-up answers, and its word is what {@link #words} says of
 * its profile. Profiles are read as they always are.
 */
final class MemorySuite implements Suite {
    /** By a profile's id; what is not in it passes. */
    final Map<String, Word> words = new HashMap<>();

    /** Profiles whose run cannot be made. */
    final Set<String> broken = new HashSet<>();

    /** Profiles whose run does not meet its gate. */
    final Set<String> disturbed = new HashSet<>();

    /** What was run, in order. */
    final List<Loaded> ran = new ArrayList<>();

    final List<Tier> tiers = new ArrayList<>();

    /** How often the harness was made ready. */
    int warmUps;

    @Override
    public void warmUp() {
        warmUps++;
    }

    @Override
    public Loaded read(Path file, Tier tier) throws UnusableException {
        try {
            ProfileReader.Loaded read = ProfileReader.read(file, tier);
            return new Loaded(read.profile(), read.yaml(), read.hash());
        } catch (ProfileException e) {
            throw new UnusableException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Run prepare(Loaded loaded, Tier tier, Services services, RunFolder folder) {
        return new Run() {
            @Override
            public RunInfo run() throws IOException {
                ran.add(loaded);
                tiers.add(tier);
                if (broken.contains(loaded.profile().id())) {
                    throw new IOException("the service did not come up");
                }
                return written(folder, loaded.profile().id(), 100);
            }

            @Override
            public void stop() {
                // it has ended already
            }

            @Override
            public Optional<Progress> progress() {
                return Optional.empty();
            }
        };
    }

    /** A folder with sixty answers that took so long, give or take a third. */
    static RunInfo written(RunFolder folder, String id, double millis) throws IOException {
        SyntheticRun run = new SyntheticRun()
                .phase("warm-up", PhaseRecord.Kind.WARM_UP, 0, "closed", 10)
                .phase("steady", 0, "closed", 60);
        run.chat("warm-up", 1, 9_000);
        for (int i = 0; i < 60; i++) {
            run.chat("steady", 10 + i, millis * (1 + (i % 7 - 3) / 9.0));
        }
        try (RunFolder.LineFile<Sample> file = folder.create(RunFolder.SAMPLES)) {
            for (Sample sample : run.samples) {
                file.add(sample);
            }
        }
        RunInfo i = run.info();
        RunInfo named = new RunInfo(
                id,
                i.tier(),
                i.profileYaml(),
                i.profileHash(),
                i.runId(),
                i.seed(),
                i.startedAt(),
                i.endNanos(),
                i.interrupted(),
                i.phases(),
                i.sent(),
                i.target(),
                i.parts(),
                i.provider(),
                i.providerCounts(),
                i.provenance(),
                i.notes(),
                i.problems());
        folder.writeInfo(named);
        return named;
    }

    @Override
    public Report judge(RunFolder folder) throws IOException {
        RunInfo info = folder.readInfo();
        return report(info, words.getOrDefault(info.profile(), Word.PASS), !disturbed.contains(info.profile()));
    }

    static Report report(RunInfo info, Word word, boolean gateMet) {
        return new Report(
                new Report.Profile(info.profile(), "made up", "nothing", info.tier(), info.profileHash(), ""),
                new Report.Run(info.runId(), info.startedAt().toString(), 70, false, "simulated"),
                List.of(new Judgement("seed", word, List.of()), new Judgement("strict", Word.PASS, List.of())),
                List.of(new Gate("harness CPU", gateMet, "3 %", "<= 80 %")),
                List.of(),
                List.of(),
                new Report.Charts(
                        List.of(),
                        null,
                        new Report.Timeline(
                                1, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
                                List.of()),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        null,
                        null,
                        null),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                info.notes());
    }

    @Override
    public Map<String, String> forms(Report report) {
        return Map.of(TEXT, "text of " + report.profile().id(), "report.html", "<html></html>");
    }

    @Override
    public List<Object> commands() {
        return List.of(new CompareCommand());
    }
}
