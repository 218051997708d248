package dev.rapport.eval;

import dev.rapport.chat.turn.RecalledMemory;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code eval recall}: which share of a question's evidence is among the first k that are ranked. The definition is that of
 * LoCoMo's own script: a question without evidence counts 1.
 */
@Command(
        name = "recall",
        description = "Share of the evidence among the first 5, 10, 25 and 50 memories that are found.",
        mixinStandardHelpOptions = true)
final class RecallCommand implements Callable<Integer> {
    private static final List<Integer> DEPTHS = List.of(5, 10, 25, 50);

    @Mixin
    private Options options = new Options();

    @Override
    public Integer call() throws IOException {
        options.measure("recall", DEPTHS.stream().map(k -> "R@" + k).toList(), RecallCommand::judge);
        return 0;
    }

    static List<Double> judge(Asked asked, List<RecalledMemory> ranked) {
        return DEPTHS.stream()
                .map(k -> recall(asked.evidence(), ranked.stream().limit(k)))
                .toList();
    }

    private static double recall(List<String> evidence, Stream<RecalledMemory> first) {
        if (evidence.isEmpty()) {
            return 1;
        }
        List<String> texts = first.map(RecalledMemory::text).toList();
        return (double) evidence.stream().filter(texts::contains).count() / evidence.size();
    }
}
