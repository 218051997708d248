package dev.rapport.loadtest.command;

import dev.rapport.loadtest.profile.ProfileException;
import dev.rapport.loadtest.profile.ProfileReader;
import dev.rapport.loadtest.profile.Tier;
import dev.rapport.loadtest.record.RunFolder;
import dev.rapport.loadtest.record.RunInfo;
import dev.rapport.loadtest.report.Report;
import dev.rapport.loadtest.run.LoadRun;
import dev.rapport.loadtest.run.Progress;
import dev.rapport.loadtest.system.Services;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parts as they are built. */
final class BuiltSuite implements Suite {
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
        throw new IOException(folder.path() + ": runs cannot be judged yet");
    }

    @Override
    public Map<String, String> forms(Report report) {
        return Map.of();
    }

    @Override
    public List<Object> commands() {
        return List.of();
    }
}
