package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.record.PhaseRecord;
import dev.rapport.loadtest.record.Sample.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A metric's name, taken apart: {@code SCOPE[@PHASE].REST}.
 *
 * @param phase empty for the measured phases
 * @param rest measure and statistic
 */
record MetricName(String scope, String phase, String rest) {

    /** Empty if the name has no measure, or a phase that the run did not have. */
    static Optional<MetricName> parse(String name, List<PhaseRecord> phases) {
        int dot = name.indexOf('.');
        int at = name.indexOf('@');
        if (dot < 1) {
            return Optional.empty();
        }
        if (at < 0 || dot < at) {
            return Optional.of(new MetricName(name.substring(0, dot), "", name.substring(dot + 1)));
        }
        String behind = name.substring(at + 1);
        /* A phase's name may have dots of its own, such as rate-12.5. */
        return phases.stream()
                .map(PhaseRecord::name)
                .filter(phase -> behind.startsWith(phase + "."))
                .max((a, b) -> Integer.compare(a.length(), b.length()))
                .map(phase -> new MetricName(name.substring(0, at), phase, behind.substring(phase.length() + 1)));
    }

    /** The samples meant, if the scope is one of operations. */
    Optional<RunData.Scope> samples() {
        if (scope.equals("all")) {
            return Optional.of(new RunData.Scope(null, phase));
        }
        return Arrays.stream(Operation.values())
                .filter(operation -> operation.name().toLowerCase(Locale.ROOT).equals(scope))
                .findFirst()
                .map(operation -> new RunData.Scope(operation, phase));
    }

    /** Whether it is that metric, over the measured phases. */
    boolean is(String wanted) {
        return phase.isEmpty() && (scope + "." + rest).equals(wanted);
    }
}
