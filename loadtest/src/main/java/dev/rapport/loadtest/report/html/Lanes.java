package dev.rapport.loadtest.report.html;

import dev.rapport.loadtest.report.Report.Mark;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What else happened, below a chart over time: one lane for each kind of mark, named by a word. */
final class Lanes {
    private static final double HEIGHT = 16;

    /** In this order; kinds nobody planned come last, in one lane. */
    private static final List<String> KINDS = List.of("failure", "gc", "stall", "restart");

    private static final List<String> NAMES = List.of("failures", "GC", "stalls", "restarts", "other");
    private final List<Mark> marks;

    /** @param marks of kind {@code phase} are not for lanes */
    Lanes(List<Mark> marks) {
        this.marks = marks.stream()
                .filter(mark -> !mark.kind().equals("phase") && Double.isFinite(mark.atSeconds()))
                .toList();
    }

    private static int lane(Mark mark) {
        int lane = KINDS.indexOf(mark.kind());
        return lane < 0 ? KINDS.size() : lane;
    }

    private List<Integer> used() {
        return marks.stream().map(Lanes::lane).distinct().sorted().toList();
    }

    double height() {
        return used().size() * HEIGHT;
    }

    void draw(Svg svg, Plot plot, Scale x) {
        double y = plot.top() + HEIGHT / 2;
        for (int lane : used()) {
            svg.text(plot.left() - 7, y + 4, "end", NAMES.get(lane), "tick")
                    .line(plot.left(), y, plot.right(), y, "grid");
            StringBuilder d = new StringBuilder();
            Set<Long> taken = new HashSet<>(); // marks that would lie on each other are drawn once
            for (Mark mark : marks) {
                if (lane(mark) == lane && taken.add(Math.round(x.at(mark.atSeconds()) / 2))) {
                    d.append(shape(lane, x.at(mark.atSeconds()), y));
                }
            }
            svg.path(d.toString(), "mark lane" + lane);
            y += HEIGHT;
        }
    }

    private static String shape(int lane, double x, double y) {
        return switch (lane) {
            case 0 -> Marks.cross(x, y, 3.5);
            case 1 -> Marks.at(x, y - 5) + "v10";
            case 2 -> Marks.shape(2, x, y + 1, 4.5);
            case 3 -> Marks.diamond(x, y, 5.5);
            default -> Marks.circle(x, y, 3);
        };
    }

    /** Phases as dashed lines through a plot, with their names above it as far as they have room. */
    static void phases(Svg svg, Plot plot, Scale x, List<Mark> marks, boolean named) {
        double free = Double.NEGATIVE_INFINITY;
        List<Mark> phases = marks.stream()
                .filter(mark -> mark.kind().equals("phase") && Double.isFinite(mark.atSeconds()))
                .sorted(java.util.Comparator.comparingDouble(Mark::atSeconds))
                .toList();
        for (int i = 0; i < phases.size(); i++) {
            double at = x.at(phases.get(i).atSeconds());
            svg.line(at, plot.top(), at, plot.bottom(), "phase");
            double next = i + 1 < phases.size() ? x.at(phases.get(i + 1).atSeconds()) : plot.right();
            if (named && next - at > 30 && at >= free) {
                String text = Svg.fit(phases.get(i).what(), next - at - 8);
                svg.text(at + 3, plot.top() - 5, "start", text, "phase-name");
                free = at + Svg.widthOf(text) + 6;
            }
        }
    }

    static void table(Markup markup, List<Mark> marks) {
        if (marks.isEmpty()) {
            return;
        }
        Table table = Table.open(markup, "What else happened", "At", "Kind", "What");
        marks.forEach(mark ->
                table.row(dev.rapport.loadtest.report.Numbers.clock(mark.atSeconds()), mark.kind(), mark.what()));
        table.close();
    }
}
