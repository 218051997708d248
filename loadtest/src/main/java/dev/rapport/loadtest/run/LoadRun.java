package dev.rapport.loadtest.run;

import dev.rapport.loadtest.profile.Profile;
import dev.rapport.loadtest.profile.Tier;
import dev.rapport.loadtest.record.RunFolder;
import dev.rapport.loadtest.record.RunInfo;
import dev.rapport.loadtest.system.Services;
import java.io.IOException;
import java.util.Optional;

/** One run of one profile, from bringing the service up to the raw data on disk. */
@SuppressWarnings("DoNotCallSuggester")
public final class LoadRun {
    /** @param folder new or empty; gets the raw data */
    public LoadRun(Profile profile, Tier tier, String yaml, String hash, Services services, RunFolder folder) {
        throw new UnsupportedOperationException("being written");
    }

    /** Runs to the end, or until {@link #stop}. Call it once; it blocks for as long as the profile takes. */
    public RunInfo run() throws IOException, InterruptedException {
        throw new UnsupportedOperationException("being written");
    }

    /** Ends the run early: nothing more is planned, what is under way may end. From any thread. */
    public void stop() {
        throw new UnsupportedOperationException("being written");
    }

    /** From any thread; empty while the service is being brought up. */
    public Optional<Progress> progress() {
        throw new UnsupportedOperationException("being written");
    }
}
