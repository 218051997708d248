package dev.rapport.loadtest.watch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A page of metrics in Prometheus' text format (version 0.0.4, and what OpenMetrics shares with it). Pure.
 *
 * @param series in the order of the page
 */
public record MetricsPage(List<Series> series) {
    /** One line of the page, without its time stamp. */
    public record Series(String name, Map<String, String> labels, double value) {}

    /**
     * Reads a page.
     *
     * @throws IllegalArgumentException if a line is none of the format; the message has the line
     */
    public static MetricsPage parse(String page) {
        List<Series> series = new ArrayList<>();
        for (String line : page.lines().toList()) {
            String content = line.strip();
            if (!content.isEmpty() && content.charAt(0) != '#') {
                series.add(new Line(content).series());
            }
        }
        return new MetricsPage(List.copyOf(series));
    }

    /** The sum over all label sets; empty if the page does not have the name, which is not the same as 0. */
    public OptionalDouble sum(String name) {
        return sum(name, Map.of());
    }

    /** The sum over the label sets that have these labels, and maybe others; empty if there is none. */
    public OptionalDouble sum(String name, Map<String, String> labels) {
        return matching(name, labels).reduce(Double::sum);
    }

    /** The largest over all label sets; empty if the page does not have the name. */
    public OptionalDouble max(String name) {
        return matching(name, Map.of()).max();
    }

    private java.util.stream.DoubleStream matching(String name, Map<String, String> labels) {
        return series.stream()
                .filter(one ->
                        one.name().equals(name) && one.labels().entrySet().containsAll(labels.entrySet()))
                .mapToDouble(Series::value);
    }

    /** Reads one line from left to right. */
    private static final class Line {
        private final String text;
        private int at;

        Line(String text) {
            this.text = text;
        }

        Series series() {
            String name = until("{ \t");
            Map<String, String> labels = at < text.length() && text.charAt(at) == '{' ? labels() : Map.of();
            String value = text.substring(at).strip().split("\\s+", 2)[0];
            try {
                return new Series(name, labels, number(value));
            } catch (NumberFormatException e) {
                throw wrong("a number after the name and its labels");
            }
        }

        private String until(String ends) {
            int from = at;
            while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(from, at).strip();
        }

        private Map<String, String> labels() {
            Map<String, String> labels = new LinkedHashMap<>();
            at++; // the brace
            while (at < text.length()) {
                if (text.charAt(at) == '}') {
                    at++;
                    return labels;
                }
                if (text.charAt(at) == ',' || text.charAt(at) == ' ') {
                    at++;
                } else {
                    String label = until("=}");
                    labels.put(label, quoted());
                }
            }
            throw wrong("labels that end with a brace");
        }

        /** The text in quotes after an equals sign; braces and commas in it mean nothing. */
        private String quoted() {
            if (!text.startsWith("=\"", at)) {
                throw wrong("label=\"value\"");
            }
            at += 2;
            StringBuilder value = new StringBuilder();
            while (at < text.length()) {
                char c = text.charAt(at++);
                if (c == '"') {
                    return value.toString();
                }
                if (c == '\\' && at < text.length()) {
                    char escaped = text.charAt(at++);
                    value.append(escaped == 'n' ? '\n' : escaped);
                } else {
                    value.append(c);
                }
            }
            throw wrong("a quote that ends");
        }

        /** Prometheus writes infinities as {@code +Inf} and {@code -Inf}. */
        private static double number(String value) {
            return switch (value) {
                case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
                case "-Inf" -> Double.NEGATIVE_INFINITY;
                default -> Double.parseDouble(value);
            };
        }

        private IllegalArgumentException wrong(String expected) {
            return new IllegalArgumentException("metrics: " + text + " (expected: " + expected + ")");
        }
    }
}
