package dev.rapport.eval.traits;

import dev.rapport.chat.turn.Trait;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How much of labelled utterances an extractor finds.
 *
 * <p>Each utterance has one label although it may tell more, so the precision is a lower bound. All labels count, also
 * those the service has no attribute for.
 */
final class Score {
    /** Right and asked, for one label or for all. */
    static final class Count {
        private int labels;
        private int attributes;
        private int values;
        private int exact;

        int labels() {
            return labels;
        }

        /** Share of utterances of whose outputs one has the label's attribute. */
        double attributeRecall() {
            return share(attributes, labels);
        }

        /** Share of utterances of whose outputs one has the label's attribute and a value that agrees. */
        double recall() {
            return share(values, labels);
        }

        /** Share of utterances of whose outputs one has the label's attribute and the very value. */
        double exact() {
            return share(exact, labels);
        }

        private void add(Utterance utterance, List<Trait> same) {
            labels++;
            attributes += same.isEmpty() ? 0 : 1;
            values += same.stream().anyMatch(trait -> Stems.agree(trait.value(), utterance.value())) ? 1 : 0;
            exact += same.stream().anyMatch(trait -> Stems.same(trait.value(), utterance.value())) ? 1 : 0;
        }
    }

    private final Count all = new Count();
    private final Map<String, Count> byLabel = new TreeMap<>();
    private int outputs;
    private int spans;

    private Score() {}

    static Score of(List<Utterance> utterances, Function<String, List<Trait>> extractor) {
        Score score = new Score();
        for (Utterance utterance : utterances) {
            score.add(utterance, extractor.apply(utterance.text()));
        }
        return score;
    }

    private void add(Utterance utterance, List<Trait> traits) {
        for (Trait trait : traits) {
            if (Schema.isOutput(trait)) {
                outputs++;
                spans += utterance.text().contains(trait.value()) ? 1 : 0;
            }
        }
        List<Trait> same = traits.stream()
                .filter(trait -> Schema.same(utterance.attribute(), trait))
                .toList();
        all.add(utterance, same);
        byLabel.computeIfAbsent(utterance.attribute(), label -> new Count()).add(utterance, same);
    }

    Count all() {
        return all;
    }

    /** By label, in the order of the alphabet. */
    Map<String, Count> byLabel() {
        return byLabel;
    }

    /** What was asserted of all utterances together. */
    int outputs() {
        return outputs;
    }

    /** Share of outputs that are right: a lower bound, as the labels are not all that is true. */
    double precision() {
        return share(all.values, outputs);
    }

    double f1() {
        double sum = precision() + all.recall();
        return sum == 0 ? 0 : 2 * precision() * all.recall() / sum;
    }

    /** Recall counted twice as much as precision, since the precision is a lower bound. */
    double f2() {
        double sum = 4 * precision() + all.recall();
        return sum == 0 ? 0 : 5 * precision() * all.recall() / sum;
    }

    double outputsPerUtterance() {
        return share(outputs, all.labels);
    }

    /** Share of the values that are literally in the text; empty if there were no outputs. */
    Optional<Double> grounded() {
        return outputs == 0 ? Optional.empty() : Optional.of(share(spans, outputs));
    }

    private static double share(int part, int whole) {
        return whole == 0 ? 0 : part / (double) whole;
    }
}
