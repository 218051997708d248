package dev.rapport.loadtest.record;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was run, on what, and what the parties counted.
 *
 * @param profile its id
 * @param tier {@code smoke}, {@code ci} or {@code full}
 * @param profileYaml the profile's file, as it was read
 * @param profileHash SHA-256 of that file, in hex
 * @param runId begins every nonce of the run
 * @param seed of everything that is drawn
 * @param startedAt wall clock of the run's start, from which all nanoseconds count
 * @param endNanos when the last request had settled, after the run's start
 * @param interrupted whether it was ended early
 * @param phases in order
 * @param sent requests that a connection took, by operation in lower case
 * @param target where the load went
 * @param parts the processes, if they are on this machine
 * @param provider the simulated provider's settings as it shows them itself; null if the target has another one
 * @param providerCounts what it counted during the run: {@code posts}, {@code tokens}, {@code ambiguous_references}, {@code
 *     records_dropped}, {@code in_flight_peak}, {@code serving_peak} (requests that had a place at one time), and each outcome
 *     as {@code outcome.WORD}
 * @param provenance versions, commit, machine, command line; for people
 * @param notes what a reader must know, such as priorities of processes
 * @param problems what could not be read or did not add up while the run went on; each makes it invalid
 */
public record RunInfo(
        String profile,
        String tier,
        String profileYaml,
        String profileHash,
        String runId,
        long seed,
        Instant startedAt,
        long endNanos,
        boolean interrupted,
        List<PhaseRecord> phases,
        Map<String, Long> sent,
        String target,
        List<PartRecord> parts,
        @Nullable JsonNode provider,
        Map<String, Long> providerCounts,
        Map<String, String> provenance,
        List<String> notes,
        List<String> problems) {

    /**
     * A process that takes part.
     *
     * @param name as in {@link Gauge#source}
     * @param kind {@code harness}, {@code simulator}, {@code nginx}, {@code redis} or {@code instance}
     */
    public record PartRecord(String name, String kind, long pid) {}

    /** The same run with more to say of it. */
    public RunInfo plus(List<String> moreNotes, List<String> moreProblems) {
        return new RunInfo(
                profile,
                tier,
                profileYaml,
                profileHash,
                runId,
                seed,
                startedAt,
                endNanos,
                interrupted,
                phases,
                sent,
                target,
                parts,
                provider,
                providerCounts,
                provenance,
                Stream.concat(notes.stream(), moreNotes.stream()).toList(),
                Stream.concat(problems.stream(), moreProblems.stream()).toList());
    }

    /** The phase of that name; there is one, as samples name only phases of their run. */
    public PhaseRecord phase(String name) {
        return phases.stream()
                .filter(phase -> phase.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("phase: " + name + " (expected: one of the run's)"));
    }
}
