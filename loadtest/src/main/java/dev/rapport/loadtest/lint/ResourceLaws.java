package dev.rapport.loadtest.lint;

import dev.rapport.loadtest.report.Report;
import dev.rapport.loadtest.report.Report.CostRow;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Laws of what a run used, and of what was run. Pure. */
final class ResourceLaws {
    private static final String CPU = "CPU ms";
    private static final double MILLIS = 1_000;

    /** Reading the counters of all processes takes a moment at each end. */
    private static final double CPU_TOLERANCE = 0.02;

    private static final double SHARE_TOLERANCE = 0.01;
    private static final Pattern CORES = Pattern.compile("^\\s*([0-9]+)");

    private ResourceLaws() {}

    static List<Contradiction> check(Report report) {
        List<Contradiction> found = new ArrayList<>();
        cpu(report, found);
        requests(report.costs(), found);
        hash(report.profile(), found);
        return found;
    }

    private static void cpu(Report report, List<Contradiction> found) {
        OptionalInt cores = cores(report);
        double used = report.costs().stream()
                .filter(cost -> cost.unit().equals(CPU))
                .mapToDouble(CostRow::total)
                .sum();
        /* The service may go on working in a phase whose requests have all settled. */
        var timeline = report.charts().timeline();
        double seconds = Math.max(report.run().seconds(), timeline.achieved().size() * timeline.secondsEach());
        if (cores.isEmpty() || report.run().seconds() <= 0) {
            return;
        }
        double there = cores.getAsInt() * seconds * MILLIS;
        if (used > there * (1 + CPU_TOLERANCE)) {
            found.add(new Contradiction(
                    "utilisation",
                    "costs",
                    Say.number(used) + " ms of CPU time",
                    "at most " + cores.getAsInt() + " cores x " + Say.number(seconds) + " s = " + Say.number(there)
                            + " ms",
                    "A core gives one second of CPU time a second."));
        }
    }

    /** From the provenance's {@code cores}. */
    private static OptionalInt cores(Report report) {
        Matcher matcher = CORES.matcher(report.provenance().getOrDefault("cores", ""));
        return matcher.find() ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
    }

    private static void requests(List<CostRow> costs, List<Contradiction> found) {
        double first = 0;
        for (CostRow cost : costs) {
            if (!(cost.perGoodRequest() > 0 && cost.total() > 0) || Double.isInfinite(cost.perGoodRequest())) {
                continue;
            }
            double requests = cost.total() / cost.perGoodRequest();
            if (first == 0) {
                first = requests;
            } else if (Math.abs(requests - first) > SHARE_TOLERANCE * first) {
                found.add(new Contradiction(
                        "costs",
                        cost.source() + ", " + cost.unit(),
                        Say.number(cost.total()) + " / " + Say.number(cost.perGoodRequest()) + " each = "
                                + Say.number(requests) + " good requests",
                        Say.number(first) + ", as in the first row",
                        "All costs are shared by the same requests."));
            }
        }
    }

    private static void hash(Report.Profile profile, List<Contradiction> found) {
        if (profile.hash().isEmpty() || profile.yaml().isEmpty()) {
            return;
        }
        String hash = sha256(profile.yaml());
        if (!hash.equalsIgnoreCase(profile.hash())) {
            found.add(new Contradiction(
                    "hash",
                    "profile " + profile.id(),
                    profile.hash(),
                    hash,
                    "The profile that the report shows is not the one it was run with."));
        }
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
