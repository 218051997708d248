package dev.rapport.loadtest.analyse;

import dev.rapport.loadtest.metrics.Measurements;
import dev.rapport.loadtest.metrics.RunData;
import dev.rapport.loadtest.profile.Profile;
import dev.rapport.loadtest.profile.Tier;
import dev.rapport.loadtest.record.Gauge;
import dev.rapport.loadtest.record.ProviderRecord;
import dev.rapport.loadtest.record.RunFolder;
import dev.rapport.loadtest.record.RunInfo;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.report.Report;
import dev.rapport.loadtest.report.Report.Gate;
import dev.rapport.loadtest.verdict.Gates;
import dev.rapport.loadtest.verdict.Judge;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;

/** What a run came to. */
public final class Analysis {
    private Analysis() {}

    /**
     * Reads a run and analyses it.
     *
     * @param reader makes the profile of its YAML, which the run keeps
     * @throws IOException if a file is missing or not as expected
     */
    public static Report of(RunFolder folder, BiFunction<String, Tier, Profile> reader) throws IOException {
        RunInfo info = folder.readInfo();
        Profile profile =
                reader.apply(info.profileYaml(), Tier.valueOf(info.tier().toUpperCase(Locale.ROOT)));
        return of(info, folder.readSamples(), folder.readGauges(), folder.readProvider(), profile);
    }

    /** Pure: the same data give the same report, resampling included. */
    public static Report of(
            RunInfo info, List<Sample> samples, List<Gauge> gauges, List<ProviderRecord> provider, Profile profile) {
        RunData run = new RunData(info, samples, gauges, provider, profile);
        Measurements measurements = new Measurements(run);
        List<Gate> gates = Gates.of(measurements);
        return new Report(
                new Report.Profile(
                        profile.id(),
                        profile.summary(),
                        profile.claim(),
                        info.tier(),
                        info.profileHash(),
                        info.profileYaml()),
                run(run),
                new Judge(measurements, info.seed()).judge(profile.limits(), Gates.met(gates), info.interrupted()),
                gates,
                OperationRows.of(measurements),
                PhaseRows.of(measurements),
                ChartData.of(measurements),
                Waterfall.of(run),
                OtherRows.failures(run),
                OtherRows.leaks(measurements.leaks()),
                OtherRows.costs(run),
                Laws.of(measurements),
                info.provenance(),
                notes(run),
                AnswerRows.of(run));
    }

    private static Report.Run run(RunData run) {
        RunInfo info = run.info();
        long first = run.samples().isEmpty() ? 0 : run.samples().getFirst().plannedNanos();
        long last =
                run.samples().stream().mapToLong(Sample::settledAtNanos).max().orElse(0);
        return new Report.Run(
                info.runId(),
                info.startedAt().toString(),
                (last - first) / 1e9,
                info.interrupted(),
                info.provider() == null ? "not simulated" : "simulated");
    }

    private static List<String> notes(RunData run) {
        List<String> notes = new ArrayList<>(run.info().notes());
        if (run.info().provider() != null) {
            notes.add("The provider is simulated: no model made these answers.");
        }
        if (run.info().interrupted()) {
            notes.add("The run was ended early, so nothing is proved by it; what it contradicts stays contradicted.");
        }
        if (run.info().phases().stream().noneMatch(phase -> phase.model().equals("open"))
                && run.info().phases().stream().anyMatch(phase -> phase.model().equals("closed"))) {
            notes.add("Closed users wait for their answers, so a slow service is asked less; "
                    + (run.profile().twin().isEmpty()
                            ? "there is no open twin of this profile."
                            : "the open twin is " + run.profile().twin() + "."));
        }
        return List.copyOf(notes);
    }
}
