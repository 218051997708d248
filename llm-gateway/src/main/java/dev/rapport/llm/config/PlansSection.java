package dev.rapport.llm.config;

import dev.rapport.llm.limit.KeyLimit;
import dev.rapport.llm.limit.PlanLimit;
import java.util.List;
import java.util.Optional;

/** Reads {@code plans} and {@code default-plan}. */
final class PlansSection {
    /** More than a provider at its highest limit gives in a day, which is 1.44e11; sums stay below 2^53. */
    static final long DAY_TOKENS_MAX = 1_000_000_000_000L;

    /** In the currency; in millionths it stays below 2^53. */
    static final int DAY_COST_MAX = 1_000_000;

    static final int OPEN_MAX = 100_000;

    /** Costs are counted in millionths. */
    private static final int MICRO_DIGITS = 6;

    private PlansSection() {}

    static Plans read(Optional<Node> section, Optional<Node> defaultPlan) {
        List<PlanLimit> plans = section.map(PlansSection::plans).orElse(Plans.NONE.bestFirst());
        List<String> names = plans.stream().map(PlanLimit::plan).toList();
        if (defaultPlan.isPresent()) {
            return new Plans(plans, defaultPlan.get().among(names));
        }
        if (!names.contains(Plans.NONE.defaultPlan())) {
            throw Node.refused("default-plan", "missing", Node.oneOf(names));
        }
        return new Plans(plans, Plans.NONE.defaultPlan());
    }

    private static List<PlanLimit> plans(Node section) {
        List<Node> nodes = section.named();
        if (nodes.isEmpty() || nodes.size() > Plans.COUNT_MAX) {
            throw section.refused(Integer.toString(nodes.size()), "1.." + Plans.COUNT_MAX + " entries");
        }
        return nodes.stream().map(PlansSection::plan).toList();
    }

    private static PlanLimit plan(Node node) {
        Fields fields = node.fields("rpm", "tpm", "day-tokens", "day-cost", "open-max");
        return new PlanLimit(
                node.key(),
                fields.number("rpm", 0, 0, KeyLimit.REQUESTS_MAX),
                fields.number("tpm", 0, 0, KeyLimit.TOKENS_MAX),
                fields.find("day-tokens")
                        .map(at -> at.number(0L, DAY_TOKENS_MAX))
                        .orElse(0L),
                fields.find("day-cost").map(PlansSection::micros).orElse(0L),
                fields.number("open-max", 0, 0, OPEN_MAX));
    }

    private static long micros(Node node) {
        return node.decimal(DAY_COST_MAX, MICRO_DIGITS)
                .movePointRight(MICRO_DIGITS)
                .longValueExact();
    }
}
