package dev.rapport.loadtest.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rapport.loadtest.metrics.Goodness;
import dev.rapport.loadtest.profile.Profile;
import dev.rapport.loadtest.profile.Profile.Phase;
import dev.rapport.loadtest.profile.SystemSetup;
import dev.rapport.loadtest.profile.Tier;
import dev.rapport.loadtest.record.Gauge;
import dev.rapport.loadtest.record.ProviderRecord;
import dev.rapport.loadtest.record.RunFolder;
import dev.rapport.loadtest.record.RunInfo;
import dev.rapport.loadtest.record.RunInfo.PartRecord;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.record.Sample.Operation;
import dev.rapport.loadtest.system.Priority;
import dev.rapport.loadtest.system.ServiceUnderTest;
import dev.rapport.loadtest.system.Services;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of one profile, from bringing the service up to the raw data on disk.
 *
 * <p>The load itself runs on one event loop ({@link LegRun}); the thread that calls {@link #run} only waits, and fetches the
 * provider's records now and then.
 */
public final class LoadRun {
    private static final Duration DRAIN_EACH = Duration.ofSeconds(20);
    private static final Duration LOOK_EACH = Duration.ofMillis(200);

    /** How long the provider may take to write down its last requests. */
    private static final Duration PROVIDER_SETTLES_MAX = Duration.ofSeconds(10);

    private final Profile profile;
    private final Tier tier;
    private final String yaml;
    private final String hash;
    private final Services services;
    private final RunFolder folder;
    private final String runId = Long.toString(System.currentTimeMillis() / 10, Character.MAX_RADIX);
    private final List<String> notes = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Long> sent = new TreeMap<>();
    private final Map<String, Long> providerCounts = new TreeMap<>();
    private final Map<String, PartRecord> parts = new TreeMap<>();
    private String target = "";
    private @Nullable JsonNode provider;
    private volatile @Nullable Phases phases;
    private volatile @Nullable LegRun current;
    private volatile boolean stopped;

    /**
     * A run to come.
     *
     * @param folder new or empty; gets the raw data
     */
    public LoadRun(Profile profile, Tier tier, String yaml, String hash, Services services, RunFolder folder) {
        this.profile = profile;
        this.tier = tier;
        this.yaml = yaml;
        this.hash = hash;
        this.services = services;
        this.folder = folder;
    }

    /** Consecutive phases on the same set-up. */
    private record Leg(SystemSetup system, List<Phase> phases) {}

    /** Runs to the end, or until {@link #stop}. Call it once; it blocks for as long as the profile takes. */
    public RunInfo run() throws IOException, InterruptedException {
        SampleWriter<Sample> samples = new SampleWriter<>(folder, RunFolder.SAMPLES);
        SampleWriter<Gauge> gauges = new SampleWriter<>(folder, RunFolder.GAUGES);
        SampleWriter<ProviderRecord> records = new SampleWriter<>(folder, RunFolder.PROVIDER);
        List<Leg> legs = legs();
        ServiceUnderTest service = services.bringUp(legs.getFirst().system(), profile.provider());
        long startNanos = System.nanoTime();
        Instant startedAt = Instant.now();
        Phases played = new Phases(startNanos);
        phases = played;
        Board board = new Board(startNanos, samples::add, sample -> Goodness.of(profile.good(), sample));
        Watching watching = new Watching(service, profile.system().forcedGc(), startNanos, gauges::add);
        HarnessRoom room = HarnessRoom.begin(startNanos, gauges::add);
        try {
            for (int i = 0; i < legs.size() && !stopped; i++) {
                if (i > 0) {
                    service = services.bringUp(legs.get(i).system(), profile.provider());
                    watching.retarget(service);
                }
                play(legs.get(i), i, service, board, played, watching, room, records, gauges::add);
            }
        } finally {
            watching.end().forEach(problem -> notes.add("Could not be watched: " + problem));
        }
        long endNanos = System.nanoTime() - startNanos;
        samples.close().ifPresent(problems::add);
        gauges.close().ifPresent(problems::add);
        records.close().ifPresent(problems::add);
        RunInfo info = new RunInfo(
                profile.id(),
                tier.word(),
                yaml,
                hash,
                runId,
                profile.seed(),
                startedAt,
                endNanos,
                stopped,
                played.records(),
                sent,
                target,
                List.copyOf(parts.values()),
                provider,
                providerCounts,
                Provenance.gather(),
                notes,
                problems);
        folder.writeInfo(info);
        return info;
    }

    private List<Leg> legs() {
        List<Leg> legs = new ArrayList<>();
        for (Phase phase : profile.phases()) {
            SystemSetup wanted = phase.system() != null
                    ? phase.system()
                    : legs.isEmpty() ? profile.system() : legs.getLast().system();
            if (legs.isEmpty() || !legs.getLast().system().equals(wanted)) {
                legs.add(new Leg(wanted, new ArrayList<>()));
            }
            legs.getLast().phases().add(phase);
        }
        return legs;
    }

    private void play(
            Leg leg,
            int number,
            ServiceUnderTest service,
            Board board,
            Phases played,
            Watching watching,
            HarnessRoom room,
            SampleWriter<ProviderRecord> records,
            Consumer<Gauge> gauges)
            throws IOException, InterruptedException {
        noteParts(service);
        URI simulator = service.simulator();
        if (simulator == null) {
            throw new IOException(
                    "The service has no simulated provider, so no answer could be checked. Name it: --simulator URL");
        }
        try (ProviderClient client = new ProviderClient(simulator)) {
            client.reset();
            JsonNode stats = client.stats();
            provider = described(stats);
            String nonces = runId + (number == 0 ? "" : Integer.toString(number, Character.MAX_RADIX) + "x");
            try (LegRun run = new LegRun(profile, service, stats.path("parameters"), nonces, board, played, gauges)) {
                watching.onLoop(run.context());
                current = run;
                if (stopped) {
                    run.stop();
                }
                run.ready();
                noteOnce(Priority.raise("harness", ProcessHandle.current().pid())); // starts a program for each thread
                run.start(leg.phases());
                follow(run, client, room, records);
                run.unsettled().ifPresent(problems::add);
                run.sent().forEach(this::countSent);
                current = null;
                watching.endMeter();
            }
            settle(client, records);
        }
    }

    /** Waits for the leg's end, fetching the provider's records meanwhile. */
    private void follow(LegRun run, ProviderClient client, HarnessRoom room, SampleWriter<ProviderRecord> records)
            throws IOException, InterruptedException {
        long drained = System.nanoTime();
        while (!run.endedWithin(LOOK_EACH)) {
            room.look();
            if (System.nanoTime() - drained > DRAIN_EACH.toNanos()) {
                client.drain(records::add);
                drained = System.nanoTime();
            }
        }
    }

    private void settle(ProviderClient client, SampleWriter<ProviderRecord> records)
            throws IOException, InterruptedException {
        long until = System.nanoTime() + PROVIDER_SETTLES_MAX.toNanos();
        JsonNode stats = client.stats();
        while (stats.path("in_flight").asInt() > 0 && System.nanoTime() < until) {
            Pause.of(LOOK_EACH);
            stats = client.stats();
        }
        client.drain(records::add);
        ProviderClient.counts(stats)
                .forEach((name, count) ->
                        providerCounts.merge(name, count, name.endsWith("_peak") ? Math::max : Long::sum));
    }

    private static JsonNode described(JsonNode stats) {
        ObjectNode described =
                stats.path("parameters").isObject() ? stats.path("parameters").deepCopy() : stats.deepCopy();
        return described
                .put("name", stats.path("name").asText())
                .put("description", stats.path("description").asText());
    }

    private void noteParts(ServiceUnderTest service) {
        target = service.target().toString();
        parts.put(
                "harness",
                new PartRecord("harness", "harness", ProcessHandle.current().pid()));
        service.parts().forEach(part -> parts.put(part.name(), new PartRecord(part.name(), part.kind(), part.pid())));
    }

    private void noteOnce(String note) {
        if (!notes.contains(note)) {
            notes.add(note);
        }
    }

    private void countSent(Operation operation, long count) {
        sent.merge(operation.name().toLowerCase(Locale.ROOT), count, Long::sum);
    }

    /** Ends the run early: nothing more is planned, what is under way may end. From any thread. */
    public void stop() {
        stopped = true;
        LegRun running = current;
        if (running != null) {
            running.stop();
        }
    }

    /** From any thread; empty while the service is being brought up. */
    public Optional<Progress> progress() throws InterruptedException {
        LegRun running = current;
        Phases played = phases;
        return running == null || played == null ? Optional.empty() : running.progress(profile, played);
    }
}
