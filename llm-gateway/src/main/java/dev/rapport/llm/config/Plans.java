package dev.rapport.llm.config;

import static java.util.Objects.requireNonNull;

import dev.rapport.llm.limit.PlanLimit;
import java.util.List;

/**
 * What users may do, by the plan of their session.
 *
 * @param bestFirst at least one; a better plan's requests stand further ahead in a line
 * @param defaultPlan of who has none, or one that is not here
 */
public record Plans(List<PlanLimit> bestFirst, String defaultPlan) {
    /** Everybody alike, and no limits. */
    public static final Plans NONE = new Plans(List.of(PlanLimit.none("standard")), "standard");

    /** More classes than that nobody can tell apart. */
    public static final int COUNT_MAX = 8;

    public Plans {
        requireNonNull(defaultPlan, "defaultPlan");
        bestFirst = List.copyOf(bestFirst);
        if (bestFirst.isEmpty() || bestFirst.size() > COUNT_MAX) {
            throw new IllegalArgumentException("plans: " + bestFirst.size() + " (expected: 1.." + COUNT_MAX + ")");
        }
        if (bestFirst.stream().noneMatch(plan -> plan.plan().equals(defaultPlan))) {
            throw new IllegalArgumentException("default-plan: " + defaultPlan + " (expected: one of "
                    + bestFirst.stream().map(PlanLimit::plan).toList() + ")");
        }
    }

    /** The plan of this name, or the default one. */
    public PlanLimit of(String name) {
        return bestFirst.get(rank(name));
    }

    /** 0 for the best. */
    public int rank(String name) {
        int found = index(name);
        return found >= 0 ? found : index(defaultPlan);
    }

    private int index(String name) {
        for (int i = 0; i < bestFirst.size(); i++) {
            if (bestFirst.get(i).plan().equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
