package dev.rapport.eval;

import static java.util.Objects.requireNonNull;

import dev.rapport.eval.data.Conversation;
import dev.rapport.eval.data.DataSet;
import dev.rapport.eval.data.Question;
import dev.rapport.eval.data.Turn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A question as it is asked.
 *
 * @param of the conversation that is asked; for a swapped one not the question's own
 * @param evidence what its evidence says, as it was told
 * @param swapped whether it is asked of a conversation that cannot know
 */
record Asked(Question question, Conversation of, List<String> evidence, boolean swapped) {
    private static final long SEED = 7;

    /**
     * All questions, by the conversation that is asked.
     *
     * @param swappedShare how many of them go to another conversation, 0 to 1: a detector of leaks, since these can be
     *     answered only by code that knows what it was not told
     */
    static Map<Conversation, List<Asked>> all(DataSet data, double swappedShare) {
        Random random = new Random(SEED);
        Map<Conversation, List<Asked>> all = new LinkedHashMap<>();
        data.conversations().forEach(conversation -> all.put(conversation, new ArrayList<>()));
        for (Conversation own : data.conversations()) {
            Map<String, Turn> turns = own.byId();
            for (Question question : own.questions()) {
                List<String> evidence = question.evidence().stream()
                        .map(id -> requireNonNull(turns.get(id), id).told())
                        .toList();
                boolean swap = random.nextDouble() < swappedShare;
                List<Conversation> others = swap ? withoutAnyOf(evidence, data) : List.of();
                Conversation of = others.isEmpty() ? own : others.get(random.nextInt(others.size()));
                requireNonNull(all.get(of), of.id())
                        .add(new Asked(question, of, evidence, !of.id().equals(own.id())));
            }
        }
        return all;
    }

    private static List<Conversation> withoutAnyOf(List<String> evidence, DataSet data) {
        Set<String> wanted = new HashSet<>(evidence);
        return wanted.isEmpty()
                ? List.of()
                : data.conversations().stream()
                        .filter(other -> other.turns().stream().noneMatch(turn -> wanted.contains(turn.told())))
                        .toList();
    }
}
