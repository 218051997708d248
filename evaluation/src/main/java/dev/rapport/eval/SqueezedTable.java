package dev.rapport.eval;

import dev.rapport.eval.compression.Verbatim;
import dev.rapport.eval.compression.Verbatim.Count;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** How small, how fast, and whether what was taken came through unchanged. */
final class SqueezedTable {
    private final List<String> targets;
    private final List<List<Squeezed>> byTarget = new ArrayList<>();
    private final List<Map<String, Count>> counts = new ArrayList<>();

    /** @param conversations each with one for each target */
    SqueezedTable(List<String> targets, Collection<List<Squeezed>> conversations) {
        this.targets = targets;
        for (int i = 0; i < targets.size(); i++) {
            int target = i;
            List<Squeezed> its =
                    conversations.stream().map(squeezed -> squeezed.get(target)).toList();
            byTarget.add(its);
            Map<String, Count> sum = new LinkedHashMap<>();
            its.forEach(one -> Verbatim.counts(one.messages(), one.digest(), one.text())
                    .forEach((kind, count) -> sum.merge(kind, count, Count::plus)));
            counts.add(sum);
        }
    }

    String text() {
        StringBuilder text = new StringBuilder("""
                Means of the conversations. Verbatim: of the items in what was taken, how many stand unchanged in the text that the
                model reads; in brackets, how many different ones of the whole conversation are left.

                | target | tokens before | after | less | cold, ms | warm, ms | numbers | dates | names | code | quotes |
                |---|---|---|---|---|---|---|---|---|---|---|
                """);
        for (int i = 0; i < targets.size(); i++) {
            List<Squeezed> its = byTarget.get(i);
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %,.0f | %,.0f | %.1f %% | %.2f | %.2f | %s |%n",
                    targets.get(i),
                    mean(its, Squeezed::before),
                    mean(its, Squeezed::after),
                    mean(its, Squeezed::reduction),
                    mean(its, Squeezed::coldMicros) / 1_000,
                    mean(its, Squeezed::warmMicros) / 1_000,
                    counts.get(i).values().stream().map(SqueezedTable::cell).collect(Collectors.joining(" | "))));
        }
        return text.append('\n').toString();
    }

    Map<String, Object> data() {
        Map<String, Object> data = new LinkedHashMap<>();
        for (int i = 0; i < targets.size(); i++) {
            List<Squeezed> its = byTarget.get(i);
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("tokens_before", mean(its, Squeezed::before));
            one.put("tokens_after", mean(its, Squeezed::after));
            one.put("percent_less", mean(its, Squeezed::reduction));
            one.put("cold_us", mean(its, Squeezed::coldMicros));
            one.put("warm_us", mean(its, Squeezed::warmMicros));
            one.put("verbatim", counts.get(i));
            data.put(targets.get(i), one);
        }
        return data;
    }

    private static String cell(Count count) {
        return count.kept() + "/" + count.taken() + " (" + count.allKept() + "/" + count.all() + ")";
    }

    private static double mean(List<Squeezed> its, ToDoubleFunction<Squeezed> value) {
        return its.stream().mapToDouble(value).average().orElse(0);
    }
}
