package dev.rapport.loadtest.report.html;

import dev.rapport.loadtest.report.Numbers;
import dev.rapport.loadtest.report.Report.Stream;
import java.util.List;
import java.util.stream.Collectors;

/** When the tokens of the worst answers came: a row for each, a stroke for each token. */
final class StreamChart {
    /** The specification asks for twenty; more would be a wall. */
    private static final int STREAMS_MAX = 20;

    private static final double ROW = 17;
    private static final double LEFT = 168;

    private StreamChart() {}

    static void write(Markup markup, List<Stream> all) {
        List<Stream> streams = all.stream().limit(STREAMS_MAX).toList();
        String left = all.size() > streams.size() ? " " + (all.size() - streams.size()) + " more are not drawn." : "";
        new Figure(
                        "streams",
                        "Tokens of the worst answers",
                        "From the intended start; a stroke is a token, a gap without strokes is a wait, the circle is the"
                                + " answer's end." + left)
                .write(markup, m -> draw(m, streams), m -> table(m, streams));
    }

    private static void draw(Markup markup, List<Stream> streams) {
        Plot plot = new Plot(LEFT, 10, Svg.WIDTH - 62, 14 + streams.size() * ROW);
        Svg svg = Svg.open(
                markup,
                "streams-svg",
                Svg.WIDTH,
                plot.bottom() + 42,
                "Tokens of the worst answers",
                "One row for each answer, one stroke for each token, over milliseconds.");
        double most = streams.stream()
                .flatMapToDouble(s -> java.util.stream.DoubleStream.concat(
                        java.util.stream.DoubleStream.of(s.e2eMillis()),
                        s.tokensAtMillis().stream().mapToDouble(t -> t)))
                .filter(Double::isFinite)
                .max()
                .orElse(1);
        Scale x = plot.across(0, most);
        plot.bottomAxis(svg, x, x.ticks(9), Numbers::tick, "milliseconds");
        for (int i = 0; i < streams.size(); i++) {
            row(svg, streams.get(i), plot, x, plot.top() + 4 + (i + 0.5) * ROW);
        }
        plot.frame(svg);
        svg.close();
    }

    private static void row(Svg svg, Stream stream, Plot plot, Scale x, double y) {
        svg.text(plot.left() - 8, y + 4, "end", Svg.fit(stream.nonce(), LEFT - 14), "tick");
        StringBuilder d = new StringBuilder();
        for (double token : stream.tokensAtMillis()) {
            d.append(Marks.at(x.at(token), y - 5)).append("v10");
        }
        double end = x.at(stream.e2eMillis());
        svg.line(plot.left(), y, end, y, "wait")
                .path(d.toString(), "token")
                .path(Marks.circle(end, y, 3.2), "mark f1")
                .text(end + 8, y + 4, "start", Numbers.of(stream.e2eMillis()), "tick");
    }

    private static void table(Markup markup, List<Stream> streams) {
        Table table =
                Table.open(markup, "Tokens of the worst answers, in milliseconds", "Answer", "#E2E", "#Tokens", "At");
        streams.forEach(stream -> table.row(
                stream.nonce(),
                Numbers.of(stream.e2eMillis()),
                Numbers.count(stream.tokensAtMillis().size()),
                stream.tokensAtMillis().stream().map(Numbers::of).collect(Collectors.joining("; "))));
        table.close();
    }
}
