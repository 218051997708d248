package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.client.FailureClass;
import dev.rapport.loadtest.client.FaultEffect;
import dev.rapport.loadtest.client.Integrity;
import dev.rapport.loadtest.metrics.RunData.Scope;
import dev.rapport.loadtest.record.ProviderRecord;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.simulator.RatedFault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * {@code faults.injected} and {@code faults.miscounted}: whether this suite finds exactly the faults of the text that the
 * simulated provider made, answer by answer. Answers that the client left are not looked at, as it has seen only their
 * beginning.
 */
final class FaultMetrics implements Family {
    private static final String CUT = RatedFault.CUT.word();

    private static final Set<String> INJECTED =
            Set.of(CUT, RatedFault.DUPLICATE.word(), RatedFault.REORDER.word(), RatedFault.FOREIGN.word());

    /** How an answer looks whose rest did not come. */
    private static final Set<String> TORN = Set.of(
            FailureClass.IN_BAND_ERROR.word(),
            FailureClass.TRUNCATED_CLEAN.word(),
            FailureClass.TRUNCATED_ABRUPT.word(),
            FailureClass.NO_FIRST_TOKEN.word());

    private final RunData run;

    FaultMetrics(RunData run) {
        this.run = run;
    }

    @Override
    public Optional<Metric> find(MetricName name) {
        if (run.info().provider() == null) {
            return Optional.empty();
        }
        if (name.is("faults.injected")) {
            return Optional.of(injected());
        }
        return name.is("faults.miscounted") ? Optional.of(miscounted()) : Optional.empty();
    }

    private List<Sample> seen() {
        return run.samples(Scope.CHATS).stream()
                .filter(chat -> !chat.outcome().equals(Sample.CANCELLED))
                .toList();
    }

    private String outcome(Sample chat) {
        return run.providerOf(chat).map(ProviderRecord::outcome).orElse("");
    }

    private Metric injected() {
        Map<String, Integer> counts = new TreeMap<>();
        List<Sample> seen = seen();
        for (Sample chat : seen) {
            if (INJECTED.contains(outcome(chat))) {
                counts.merge(outcome(chat), 1, Integer::sum);
            }
        }
        int sum = counts.values().stream().mapToInt(Integer::intValue).sum();
        return new Metric.Exact("", sum, seen.size(), counts.isEmpty() ? "none" : counts.toString());
    }

    private Metric miscounted() {
        List<Sample> seen = seen();
        List<Sample> wrong = seen.stream().filter(chat -> !agree(chat)).toList();
        return new Metric.Exact(
                "",
                wrong.size(),
                seen.size(),
                Texts.count(wrong.size()) + " of " + Texts.count(seen.size())
                        + " answers are not as the provider says it made them"
                        + (wrong.isEmpty() ? "" : ", such as " + described(wrong.getFirst())));
    }

    private String described(Sample chat) {
        return chat.nonce() + ": the provider says '" + outcome(chat) + "', the client '" + chat.outcome() + "', "
                + chat.answer().integrity();
    }

    /** Whether what the client found is what the provider did; any other fault of it leaves the text whole. */
    private boolean agree(Sample chat) {
        String made = outcome(chat);
        Integrity found = chat.answer().integrity();
        if (made.equals(CUT)) {
            return TORN.contains(chat.outcome()) && IntegrityMetrics.violations(chat) == 0;
        }
        Optional<Integrity> expected = FaultEffect.onText(made, chat.answer().tokensPlanned());
        if (expected.isEmpty()) {
            return IntegrityMetrics.violations(chat) == 0 && !chat.outcome().equals(FailureClass.INTEGRITY.word());
        }
        String outcome = expected.get().intact() ? Sample.OK : FailureClass.INTEGRITY.word();
        return found.equals(expected.get()) && chat.outcome().equals(outcome);
    }
}
