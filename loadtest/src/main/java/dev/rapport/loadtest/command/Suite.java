package dev.rapport.loadtest.command;

import dev.rapport.loadtest.profile.Profile;
import dev.rapport.loadtest.profile.Tier;
import dev.rapport.loadtest.record.RunFolder;
import dev.rapport.loadtest.record.RunInfo;
import dev.rapport.loadtest.report.Report;
import dev.rapport.loadtest.run.Progress;
import dev.rapport.loadtest.system.Services;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parts of the suite that the command line puts together. */
interface Suite {
    /** A profile with its file's text and the SHA-256 of that, in hex. */
    record Loaded(Profile profile, String yaml, String hash) {}

    /** A profile cannot be used; the message is for people. */
    final class UnusableException extends Exception {
        private static final long serialVersionUID = 1;

        UnusableException(String message) {
            super(message);
        }
    }

    /** One run; see {@link dev.rapport.loadtest.run.LoadRun}, whose methods these are. */
    interface Run {
        RunInfo run() throws IOException, InterruptedException;

        void stop();

        Optional<Progress> progress() throws InterruptedException;
    }

    /** Makes the harness ready to measure; once, before the first run. */
    void warmUp() throws IOException, InterruptedException;

    Loaded read(Path file, Tier tier) throws IOException, UnusableException;

    Run prepare(Loaded loaded, Tier tier, Services services, RunFolder folder);

    /** From raw data to what is said of it. */
    Report judge(RunFolder folder) throws IOException;

    /** The report's forms by file name, {@code report.json} left out; {@link #TEXT} is what the console shows. */
    Map<String, String> forms(Report report) throws IOException;

    /** More commands, as picocli takes them. */
    List<Object> commands();

    String TEXT = "report.txt";
}
