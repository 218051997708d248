package dev.rapport.eval;

import dev.rapport.chat.compress.Category;
import dev.rapport.chat.compress.TokenCounter;
import dev.rapport.eval.compression.Planted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How many of the facts planted in made-up conversations are left, by category. */
final class PlantedTable {
    private static final int SEEDS = 10;

    /**
     * The published sizes.
     *
     * @param ofEach facts of each category; all of them fit
     */
    private record Size(int before, int after, int ofEach) {}

    private static final List<Size> SIZES = List.of(new Size(8_318, 736, 3), new Size(19_566, 1_329, 6));

    /** @param left by category, of the facts of all seeds, 0 to 1 */
    private record Row(String way, Size size, double before, double after, Map<Category, Double> left) {}

    private final List<Row> rows = new ArrayList<>();

    PlantedTable(TokenCounter counter) {
        for (Size size : SIZES) {
            List<Planted> talks = new ArrayList<>();
            for (int seed = 0; seed < SEEDS; seed++) {
                talks.add(Planted.of(counter, size.before(), size.ofEach(), seed));
            }
            rows.add(row("newest", size, talks, talk -> Squeezed.newest(counter, talk.messages(), size.after())));
            rows.add(row("random", size, talks, talk -> Squeezed.random(counter, talk.messages(), size.after())));
            rows.add(row("digest", size, talks, talk -> Squeezed.byService(counter, talk.messages(), size.after())));
        }
    }

    private static Row row(
            String way, Size size, List<Planted> talks, java.util.function.Function<Planted, Squeezed> squeeze) {
        Map<Category, int[]> counts = new TreeMap<>();
        double before = 0;
        double after = 0;
        for (Planted talk : talks) {
            Squeezed squeezed = squeeze.apply(talk);
            before += squeezed.before();
            after += squeezed.after();
            for (Planted.Fact fact : talk.facts()) {
                int[] count = counts.computeIfAbsent(fact.category(), _ -> new int[2]);
                count[0] += squeezed.text().contains(fact.text()) ? 1 : 0;
                count[1]++;
            }
        }
        Map<Category, Double> left = new TreeMap<>();
        counts.forEach((category, count) -> left.put(category, (double) count[0] / count[1]));
        return new Row(way, size, before / talks.size(), after / talks.size(), left);
    }

    String text() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "Facts planted in made-up conversations (our own templates, %d seeds) that are left word for word, per cent.%n%n",
                SEEDS));
        text.append("| way | tokens | left of | less");
        rows.getFirst().left().keySet().forEach(category -> text.append(" | ").append(name(category)));
        text.append(" | all |\n|---|---|---|---|---|---|---|---|---|---|---|\n");
        for (Row row : rows) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %,.0f | %,.0f | %.1f %%",
                    row.way(),
                    row.after(),
                    row.before(),
                    100 * (1 - row.after() / row.before())));
            row.left().values().forEach(share -> text.append(String.format(Locale.ROOT, " | %.1f", 100 * share)));
            text.append(String.format(Locale.ROOT, " | %.1f |%n", 100 * all(row)));
        }
        return text.toString();
    }

    List<Map<String, Object>> data() {
        List<Map<String, Object>> data = new ArrayList<>();
        for (Row row : rows) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("way", row.way());
            one.put("tokens_before", row.before());
            one.put("tokens_after", row.after());
            row.left().forEach((category, share) -> one.put(name(category), 100 * share));
            one.put("all", 100 * all(row));
            data.add(one);
        }
        return data;
    }

    private static double all(Row row) {
        return row.left().values().stream()
                .mapToDouble(share -> share)
                .average()
                .orElse(0);
    }

    private static String name(Category category) {
        return category.name().toLowerCase(Locale.ROOT);
    }
}
