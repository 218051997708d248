package dev.rapport.loadtest.lint;

import dev.rapport.loadtest.lint.Published.Operation;
import dev.rapport.loadtest.lint.Published.Pacing;
import dev.rapport.loadtest.lint.Published.Run;
import dev.rapport.loadtest.lint.Published.Share;
import dev.rapport.loadtest.lint.Published.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rules about counts and shares of published reports. Pure. */
final class CountRules {
    private static final String CHAT = "chat";

    /** Counts differ from their shares by chance, too, but by less than a point where there are thousands. */
    private static final double SHARE_POINTS = 1;

    private static final int PERCENT = 100;

    private CountRules() {}

    static List<Contradiction> check(Published report) {
        List<Contradiction> found = new ArrayList<>();
        for (Run run : report.runs()) {
            granularity(run, "success", run.successPercent(), found);
            granularity(run, "drops", run.dropPercent(), found);
            sums(run, found);
            shares(run, found);
            weights(run, found);
            sessions(run, found);
            quantum(run, found);
            definition(run, found);
        }
        return found;
    }

    private static void granularity(Run run, String what, @Nullable Figure percent, List<Contradiction> found) {
        if (percent == null || run.requests() <= 0) {
            return;
        }
        long least = (long) Math.ceil(percent.low() * run.requests() / PERCENT - 1e-9);
        if (least <= percent.high() * run.requests() / PERCENT + 1e-9) {
            return;
        }
        double exact = percent.value() * run.requests() / PERCENT;
        long below = (long) Math.floor(exact);
        found.add(new Contradiction(
                "granularity",
                run.name(),
                what + " " + percent + " % of " + Say.count(run.requests()) + ", which is " + Say.number(exact),
                share(below, run, percent.decimals()) + " or " + share(below + 1, run, percent.decimals()),
                "A whole number of requests cannot give this percentage."));
    }

    private static String share(long k, Run run, int decimals) {
        return Say.count(k) + " = " + Say.percent((double) k / run.requests(), decimals);
    }

    private static void sums(Run run, List<Contradiction> found) {
        long sum = run.operations().stream().mapToLong(Operation::requests).sum();
        if (!run.operations().isEmpty() && run.requests() > 0 && sum != run.requests()) {
            found.add(new Contradiction(
                    "sums",
                    run.name(),
                    "the endpoints add up to " + Say.count(sum) + " requests",
                    Say.count(run.requests()) + " requests, the total",
                    "The total is the sum of its parts."));
        }
    }

    private static void shares(Run run, List<Contradiction> found) {
        for (Share share : run.shares()) {
            Operation operation = run.doing(share.does()).orElse(null);
            if (operation == null || run.requests() <= 0) {
                continue;
            }
            double counted = (double) PERCENT * operation.requests() / run.requests();
            if (Math.abs(counted - share.percent().value())
                    > SHARE_POINTS + share.percent().half()) {
                found.add(new Contradiction(
                        "shares",
                        run.name(),
                        share.name() + " " + share.percent() + " % of " + Say.count(run.requests())
                                + " requests, which is "
                                + Say.count(Math.round(share.percent().value() * run.requests() / PERCENT)),
                        Say.count(operation.requests()) + " = " + Say.number(counted) + " %, by the table of counts",
                        "A share of the requests is that count of requests."));
            }
        }
        double pauses = run.shares().stream()
                .filter(share -> share.does().equals("pause"))
                .mapToDouble(share -> share.percent().value())
                .sum();
        if (pauses > 0) {
            found.add(new Contradiction(
                    "shares",
                    run.name(),
                    Say.number(pauses) + " % of the requests are pauses",
                    "0 %",
                    "While a user pauses, nothing is requested."));
        }
    }

    /** Drawn at random, thousands of tasks never come out at the weights to the last printed digit, all of them. */
    private static void weights(Run run, List<Contradiction> found) {
        Pacing pacing = run.pacing();
        if (pacing == null || run.shares().isEmpty()) {
            return;
        }
        double all = pacing.tasks().stream().mapToDouble(Task::weight).sum();
        boolean equal = true;
        StringBuilder weights = new StringBuilder();
        for (Share share : run.shares()) {
            double weight = pacing.tasks().stream()
                    .filter(task -> share.does().equals("pause")
                            ? task.does().equals("pause")
                            : task.does().equals(share.does()))
                    .mapToDouble(Task::weight)
                    .sum();
            equal &= Math.abs(PERCENT * weight / all - share.percent().value())
                    <= share.percent().half() + 1e-9;
            weights.append(weights.isEmpty() ? "" : ", ")
                    .append(share.percent())
                    .append(" %");
        }
        if (equal && run.requests() > 0) {
            found.add(new Contradiction(
                    "observed or configured",
                    run.name(),
                    "shares " + weights + ", all equal to weight / " + Say.number(all),
                    "shares that differ from the weights by chance",
                    "These are the weights of the configuration, not what was observed."));
        }
    }

    /** A session that ends was opened before. */
    private static void sessions(Run run, List<Contradiction> found) {
        Pacing pacing = run.pacing();
        Operation opened = run.doing("open").orElse(null);
        Operation chats = run.doing(CHAT).orElse(null);
        if (pacing == null || opened == null || chats == null) {
            return;
        }
        double chat = weight(pacing, CHAT);
        double ends = chat > 0 ? chats.requests() * weight(pacing, "end") / chat : 0;
        if (ends > opened.requests() + 5 * Math.sqrt(ends)) {
            found.add(new Contradiction(
                    "sessions",
                    run.name(),
                    Say.count(opened.requests()) + " sessions opened",
                    Say.count(chats.requests()) + " chats x " + Say.number(weight(pacing, "end")) + " / "
                            + Say.number(chat) + " = " + Say.count(Math.round(ends)) + " sessions ended",
                    "Users who end a conversation and go on need a new session; so none ended."));
        }
    }

    private static double weight(Pacing pacing, String does) {
        return pacing.tasks().stream()
                .filter(task -> task.does().equals(does))
                .mapToDouble(Task::weight)
                .sum();
    }

    /** All latencies a multiple of ten, by chance: one in ten to the number of latencies. */
    private static void quantum(Run run, List<Contradiction> found) {
        int few = 5;
        Map<String, Figure> all = run.percentilesMs();
        boolean tens = all.values().stream().allMatch(figure -> Math.rint(figure.value()) % 10 == 0);
        if (all.size() < few || !tens) {
            return;
        }
        found.add(new Contradiction(
                "resolution",
                run.name(),
                "all " + all.size() + " percentiles are multiples of 10 ms",
                "one in ten is, by chance",
                "The tool rounded before it counted: each value may be 5 ms off, which the report does not say."));
    }

    private static void definition(Run run, List<Contradiction> found) {
        if (run.streamed() && run.latency().isEmpty() && !run.percentilesMs().isEmpty()) {
            found.add(new Contradiction(
                    "definition",
                    run.name(),
                    "one latency of a streamed answer, without a word on where it ends",
                    "until the headers, the first token or the end",
                    "These differ by the whole time of the answer, so the number alone says nothing."));
        }
    }
}
