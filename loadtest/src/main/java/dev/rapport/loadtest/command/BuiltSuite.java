package dev.rapport.loadtest.command;

import dev.rapport.loadtest.analyse.Analysis;
import dev.rapport.loadtest.calibrate.CalibrateCommand;
import dev.rapport.loadtest.calibrate.HarnessWarmUp;
import dev.rapport.loadtest.calibrate.KnownServerCommand;
import dev.rapport.loadtest.calibrate.LeakSelfTestCommand;
import dev.rapport.loadtest.lint.Contradiction;
import dev.rapport.loadtest.lint.Laws;
import dev.rapport.loadtest.lint.LintCommand;
import dev.rapport.loadtest.profile.Profile;
import dev.rapport.loadtest.profile.ProfileException;
import dev.rapport.loadtest.profile.ProfileReader;
import dev.rapport.loadtest.profile.Tier;
import dev.rapport.loadtest.proxy.ProxyCommand;
import dev.rapport.loadtest.record.RunFolder;
import dev.rapport.loadtest.record.RunInfo;
import dev.rapport.loadtest.report.HtmlReport;
import dev.rapport.loadtest.report.JunitReport;
import dev.rapport.loadtest.report.Report;
import dev.rapport.loadtest.report.Report.Gate;
import dev.rapport.loadtest.report.Report.Judgement;
import dev.rapport.loadtest.report.TextReport;
import dev.rapport.loadtest.run.LoadRun;
import dev.rapport.loadtest.run.Progress;
import dev.rapport.loadtest.system.Services;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parts as they are built. */
final class BuiltSuite implements Suite {
    @Override
    public void warmUp() throws IOException, InterruptedException {
        HarnessWarmUp.run();
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
        LoadRun run = new LoadRun(loaded.profile(), tier, loaded.yaml(), loaded.hash(), services, folder);
        return new Run() {
            @Override
            public RunInfo run() throws IOException, InterruptedException {
                return run.run();
            }

            @Override
            public void stop() {
                run.stop();
            }

            @Override
            public Optional<Progress> progress() throws InterruptedException {
                return run.progress();
            }
        };
    }

    @Override
    public Report judge(RunFolder folder) throws IOException {
        Report report = Analysis.of(folder, BuiltSuite::parsed);
        return linted(report);
    }

    @Override
    public Map<String, String> forms(Report report) {
        return Map.of(
                "report.html",
                HtmlReport.render(report),
                "junit.xml",
                JunitReport.render(report),
                TEXT,
                TextReport.render(report));
    }

    @Override
    public List<Object> commands() {
        return List.of(
                new CompareCommand(),
                new LintCommand(),
                new CalibrateCommand(),
                new LeakSelfTestCommand(),
                new KnownServerCommand(),
                new ProxyCommand());
    }

    private static Profile parsed(String yaml, Tier tier) {
        try {
            return ProfileReader.parse(yaml, tier);
        } catch (ProfileException e) {
            throw new IllegalArgumentException("the profile in run.json: " + e.getMessage(), e);
        }
    }

    /** The same report with what the lint found in it; a report that contradicts itself proves nothing. */
    private static Report linted(Report report) {
        List<Contradiction> found = Laws.check(report);
        List<Gate> gates = new ArrayList<>(report.gates());
        gates.add(new Gate(
                "the report does not contradict itself",
                found.isEmpty(),
                found.isEmpty() ? "no contradiction" : found.size() + " contradictions; see the laws",
                "none"));
        if (found.isEmpty()) {
            return report.with(gates, report.judgements(), report.laws());
        }
        List<String> laws = new ArrayList<>(report.laws());
        found.forEach(contradiction -> laws.add(contradiction.line()));
        List<Judgement> invalid = report.judgements().stream()
                .map(judgement -> new Judgement(judgement.judge(), Report.Word.INVALID, judgement.claims()))
                .toList();
        return report.with(gates, invalid, laws);
    }
}
