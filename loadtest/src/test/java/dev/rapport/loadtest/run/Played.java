package dev.rapport.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.profile.Profile;
import dev.rapport.loadtest.profile.ProfileException;
import dev.rapport.loadtest.profile.ProfileReader;
import dev.rapport.loadtest.profile.Tier;
import dev.rapport.loadtest.record.Gauge;
import dev.rapport.loadtest.record.PhaseRecord;
import dev.rapport.loadtest.record.ProviderRecord;
import dev.rapport.loadtest.record.RunFolder;
import dev.rapport.loadtest.record.RunInfo;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.record.Sample.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;

/** A run that has ended, as it was written to its folder. */
record Played(RunInfo info, List<Sample> samples, List<ProviderRecord> provider, List<Gauge> gauges) {
    static final long SEED = 11;

    /** How late the timer may be that ends one phase and begins the next; what is due meanwhile belongs to the next. */
    private static final long LATE_NANOS = 250_000_000;

    /** A run of this profile, without its first lines. */
    static LoadRun of(String yaml, KnownServices services, Path folder) throws ProfileException {
        String whole = "id: engine\nsummary: a test\nseed: " + SEED + "\n" + yaml;
        Profile profile = ProfileReader.parse(whole, Tier.SMOKE);
        return new LoadRun(profile, Tier.SMOKE, whole, "hash", services, new RunFolder(folder));
    }

    static Played run(String yaml, KnownServices services, Path folder) throws Exception {
        of(yaml, services, folder).run();
        return read(folder);
    }

    /** What is in the folder; checks what must be true of every run. */
    static Played read(Path path) throws IOException {
        RunFolder folder = new RunFolder(path);
        Played played = new Played(folder.readInfo(), folder.readSamples(), folder.readProvider(), folder.readGauges());
        played.checkAccounts();
        played.checkPhases();
        return played;
    }

    private void checkAccounts() {
        assertThat(info.problems()).isEmpty();
        assertThat(samples)
                .extracting(Sample::number)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, samples.size()).boxed().toList());
        assertThat(samples).noneMatch(sample -> sample.outcome().equals(Sample.UNFINISHED));
        assertThat(samples)
                .allMatch(sample -> sample.times().settled() >= sample.times().sent());
        Map<String, Long> sent = new HashMap<>();
        for (Sample sample : samples) {
            if (sample.times().sent() >= 0) {
                sent.merge(sample.operation().name().toLowerCase(Locale.ROOT), 1L, Long::sum);
            }
        }
        assertThat(info.sent()).isEqualTo(sent);
        assertThat(provider)
                .extracting(ProviderRecord::nonce)
                .containsExactlyInAnyOrderElementsOf(samples.stream()
                        .filter(sample -> sample.operation() == Operation.CHAT && sample.status() == 200)
                        .map(Sample::nonce)
                        .toList());
        assertThat(info.providerCounts()).containsEntry("posts", (long) provider.size());
    }

    private void checkPhases() {
        for (Sample sample : samples) {
            PhaseRecord phase = info.phase(sample.phase());
            assertThat(sample.plannedNanos())
                    .as("%s of %s", sample, phase)
                    .isBetween(phase.startNanos() - LATE_NANOS, phase.endNanos());
            assertThat(sample.settledAtNanos()).isLessThanOrEqualTo(info.endNanos());
        }
    }

    PhaseRecord phase(String name) {
        return info.phase(name);
    }

    List<String> phaseNames() {
        return info.phases().stream().map(PhaseRecord::name).toList();
    }

    List<Sample> of(Operation operation) {
        return samples.stream()
                .filter(sample -> sample.operation() == operation)
                .toList();
    }

    List<Sample> chats(String phase) {
        return of(Operation.CHAT).stream()
                .filter(sample -> sample.phase().equals(phase))
                .toList();
    }
}
