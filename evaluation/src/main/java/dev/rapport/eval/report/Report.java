package dev.rapport.eval.report;

import dev.rapport.eval.report.Bootstrap.Interval;
import dev.rapport.eval.report.Bootstrap.Pair;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The tables: by method and category, and each method against the baseline. In per cent; swapped questions are a group of
 * their own and in no other.
 *
 * @param columns what was measured, for example {@code R@10}
 * @param scores of each method, in one order of questions
 * @param baseline what the others are compared with; a method of {@code scores}
 */
public record Report(List<String> columns, Map<String, List<Score>> scores, String baseline) {
    private static final String ALL = "all";
    private static final String ADVERSARIAL = "adversarial";
    private static final String ANSWERABLE = "all but adversarial";
    private static final String SWAPPED = "swapped";

    public Report {
        columns = List.copyOf(columns);
        scores = new LinkedHashMap<>(scores);
    }

    /** As text, in Markdown. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append("Per cent, ").append(String.join(" / ", columns)).append(".\n\n");
        List<String> groups = groups();
        text.append("| method | ")
                .append(String.join(" | ", groups.stream().map(this::head).toList()))
                .append(" |\n");
        text.append("|---|").append("---|".repeat(groups.size())).append('\n');
        scores.forEach((method, its) -> {
            text.append("| ").append(method);
            groups.forEach(group -> text.append(" | ").append(cell(means(its, group))));
            text.append(" |\n");
        });
        compared()
                .forEach((method, groupsOfIt) -> groupsOfIt.forEach((group, intervals) -> text.append('\n')
                        .append(method + " minus " + baseline + ", " + group + ": ")
                        .append(intervals.stream().map(Interval::toString).collect(Collectors.joining(" / ")))
                        .append(" points (95 %, resampling "
                                + intervals.getFirst().drawn() + ")\n")));
        return text.toString();
    }

    /** The same for programs, with every question's values. */
    public Map<String, Object> data() {
        Map<String, Object> methods = new LinkedHashMap<>();
        scores.forEach((method, its) -> {
            Map<String, Object> groups = new LinkedHashMap<>();
            groups().forEach(group -> groups.put(group, Map.copyOf(named(means(its, group)))));
            methods.put(method, sorted(groups));
        });
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("columns", columns);
        data.put("questions", sizes());
        data.put("percent", methods);
        data.put("baseline", baseline);
        data.put("differences", compared());
        data.put("scores", scores);
        return data;
    }

    private static Map<String, Object> sorted(Map<String, Object> groups) {
        Map<String, Object> sorted = new LinkedHashMap<>();
        groups.forEach((group, values) -> sorted.put(group, new TreeMap<>((Map<?, ?>) values)));
        return sorted;
    }

    private Map<String, Double> named(double[] means) {
        Map<String, Double> named = new LinkedHashMap<>();
        IntStream.range(0, means.length).forEach(i -> named.put(columns.get(i), Math.round(means[i] * 100) / 100.0));
        return named;
    }

    private List<Score> any() {
        return scores.values().iterator().next();
    }

    private Map<String, Long> sizes() {
        Map<String, Long> sizes = new LinkedHashMap<>();
        groups().forEach(group ->
                sizes.put(group, any().stream().filter(isIn(group)).count()));
        return sizes;
    }

    private List<String> groups() {
        List<String> groups = any().stream()
                .filter(score -> !score.swapped())
                .map(Score::category)
                .distinct()
                .sorted()
                .collect(Collectors.toCollection(ArrayList::new));
        boolean adversarial = groups.contains(ADVERSARIAL);
        groups.add(ALL);
        if (adversarial) {
            groups.add(ANSWERABLE);
        }
        if (any().stream().anyMatch(Score::swapped)) {
            groups.add(SWAPPED);
        }
        return groups;
    }

    private static Predicate<Score> isIn(String group) {
        return switch (group) {
            case SWAPPED -> Score::swapped;
            case ALL -> score -> !score.swapped();
            case ANSWERABLE -> score -> !score.swapped() && !score.category().equals(ADVERSARIAL);
            default -> score -> !score.swapped() && score.category().equals(group);
        };
    }

    private String head(String group) {
        return group + " (" + any().stream().filter(isIn(group)).count() + ")";
    }

    private double[] means(List<Score> of, String group) {
        List<Score> chosen = of.stream().filter(isIn(group)).toList();
        return IntStream.range(0, columns.size())
                .mapToDouble(column -> 100
                        * chosen.stream()
                                .mapToDouble(score -> score.values().get(column))
                                .average()
                                .orElse(0))
                .toArray();
    }

    private static String cell(double[] means) {
        return java.util.Arrays.stream(means)
                .mapToObj(mean -> String.format(Locale.ROOT, "%.1f", mean))
                .collect(Collectors.joining("/"));
    }

    private Map<String, Map<String, List<Interval>>> compared() {
        Map<String, Map<String, List<Interval>>> compared = new LinkedHashMap<>();
        List<String> wide =
                groups().stream().filter(group -> group.startsWith(ALL)).toList();
        for (String method : scores.keySet()) {
            if (!method.equals(baseline)) {
                Map<String, List<Interval>> groups = new LinkedHashMap<>();
                wide.forEach(group -> groups.put(group, intervals(method, group)));
                compared.put(method, groups);
            }
        }
        return compared;
    }

    private List<Interval> intervals(String method, String group) {
        Map<Integer, Score> base = scores.getOrDefault(baseline, List.of()).stream()
                .collect(Collectors.toMap(Score::number, score -> score));
        List<Score> chosen = scores.getOrDefault(method, List.of()).stream()
                .filter(isIn(group))
                .toList();
        return IntStream.range(0, columns.size())
                .mapToObj(column -> Bootstrap.of(chosen.stream()
                        .map(score -> new Pair(score.conversation(), difference(score, base, column)))
                        .toList()))
                .toList();
    }

    private static double difference(Score score, Map<Integer, Score> base, int column) {
        Score pair = base.get(score.number());
        if (pair == null) {
            throw new IllegalStateException("question " + score.number() + ": not asked of the baseline");
        }
        return 100 * (score.values().get(column) - pair.values().get(column));
    }
}
