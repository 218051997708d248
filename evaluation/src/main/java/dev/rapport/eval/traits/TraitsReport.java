package dev.rapport.eval.traits;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures of one run, as a table and as JSON. */
final class TraitsReport {
    private record Row(String extractor, String part, Score score) {}

    private final ObjectNode json = new ObjectMapper().createObjectNode();
    private final List<Row> rows = new ArrayList<>();
    private final ArrayNode falseTraits = json.arrayNode();
    private final PrintWriter out;

    TraitsReport(PrintWriter out) {
        this.out = out;
    }

    void split(ValueSplit split) {
        int trainPairs = ValueSplit.pairs(split.train()).size();
        int testPairs = ValueSplit.pairs(split.test()).size();
        out.printf(
                "Split by value: CRC-32 of attribute=value, modulo 100, below %d is for training. Train %,d utterances"
                        + " with %,d pairs, test %,d with %,d; pairs in both: %d.%n",
                ValueSplit.TRAIN_PERCENT,
                split.train().size(),
                trainPairs,
                split.test().size(),
                testPairs,
                split.shared());
        json.putObject("split")
                .put("train_percent", ValueSplit.TRAIN_PERCENT)
                .put("train_utterances", split.train().size())
                .put("train_pairs", trainPairs)
                .put("test_utterances", split.test().size())
                .put("test_pairs", testPairs)
                .put("pairs_in_both", split.shared());
    }

    /** One line that is not a figure, such as how a model was trained. */
    void note(String line) {
        out.println(line);
        json.withArray("notes").add(line);
    }

    void add(String extractor, String part, Score score) {
        rows.add(new Row(extractor, part, score));
    }

    /** What an extractor asserts of lines that say nothing. */
    void negatives(String extractor, int lines, List<String> found) {
        out.printf("False traits on %d negatives, %s: %d%n", lines, extractor, found.size());
        found.forEach(line -> out.println("  " + line));
        ObjectNode node = falseTraits.addObject().put("extractor", extractor).put("lines", lines);
        ArrayNode list = node.putArray("false_traits");
        found.forEach(list::add);
    }

    /** Prints the tables and gives all of it as JSON. */
    ObjectNode print() {
        out.println();
        out.println(
                "| extractor | part | attribute recall | attribute+value recall | precision (lower bound) | F1 | exact"
                        + " | outputs/utterance | values that are spans |");
        out.println("|---|---|---|---|---|---|---|---|---|");
        rows.forEach(row -> out.println(line(row)));
        rows.forEach(this::printByLabel);
        ArrayNode list = json.putArray("extractors");
        rows.forEach(row -> list.add(json(row)));
        json.set("negatives", falseTraits);
        out.flush();
        return json;
    }

    private static String line(Row row) {
        Score score = row.score();
        String spans = score.grounded()
                .map(share -> String.format(Locale.ROOT, "%.1f %%", 100 * share))
                .orElse("no output");
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.3f | %.3f | %.3f | **%.3f** | %.3f | %.2f | %s |",
                row.extractor(),
                row.part(),
                score.all().attributeRecall(),
                score.all().recall(),
                score.precision(),
                score.f1(),
                score.all().exact(),
                score.outputsPerUtterance(),
                spans);
    }

    private void printByLabel(Row row) {
        out.printf("%n%s, %s, by label:%n", row.extractor(), row.part());
        out.println("| label | utterances | attribute recall | attribute+value recall | exact |");
        out.println("|---|---|---|---|---|");
        row.score()
                .byLabel()
                .forEach((label, count) -> out.printf(
                        Locale.ROOT,
                        "| %s%s | %d | %.3f | %.3f | %.3f |%n",
                        label,
                        Schema.has(label) ? "" : " (no attribute of ours)",
                        count.labels(),
                        count.attributeRecall(),
                        count.recall(),
                        count.exact()));
    }

    private ObjectNode json(Row row) {
        Score score = row.score();
        ObjectNode node = json.objectNode()
                .put("extractor", row.extractor())
                .put("part", row.part())
                .put("utterances", score.all().labels())
                .put("attribute_recall", score.all().attributeRecall())
                .put("recall", score.all().recall())
                .put("precision_min", score.precision())
                .put("f1", score.f1())
                .put("exact", score.all().exact())
                .put("outputs", score.outputs())
                .put("outputs_per_utterance", score.outputsPerUtterance());
        score.grounded().ifPresent(share -> node.put("values_that_are_spans", share));
        ObjectNode labels = node.putObject("by_label");
        score.byLabel()
                .forEach((label, count) -> labels.putObject(label)
                        .put("utterances", count.labels())
                        .put("attribute_recall", count.attributeRecall())
                        .put("recall", count.recall())
                        .put("exact", count.exact()));
        return node;
    }
}
