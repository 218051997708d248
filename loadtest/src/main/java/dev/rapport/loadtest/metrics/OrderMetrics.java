package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.metrics.RunData.Scope;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.record.Sample.Operation;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code queue[@PHASE].order.spearman} and {@code queue[@PHASE].displaced.(max|pNN)}: whether who came first was served first.
 *
 * <p>Of the model's answers that were told of their place in a line: the rank by which the request came to the service, against
 * the rank by which its first text came back. When it came is the end of its answer less the service's own time for all of it;
 * from the sending to there is the network, NGINX and the kernel's queues, which on a cold machine take seconds and know of no
 * order. The provider draws each answer's time to its first token, so a rank or two of difference is no disorder of the line.
 * An answer without that time counts from its sending.
 */
final class OrderMetrics implements Family {
    private static final String DISPLACED = "displaced.";
    private static final String TOTAL = "total";
    private static final double NANOS_PER_MS = 1e6;

    private final RunData run;

    OrderMetrics(RunData run) {
        this.run = run;
    }

    @Override
    public Optional<Metric> find(MetricName name) {
        boolean order = name.rest().equals("order.spearman");
        if (!name.scope().equals("queue") || !(order || name.rest().matches("displaced\\.(max|p\\d{2,6})"))) {
            return Optional.empty();
        }
        List<Sample> waited = run.samples(new Scope(Operation.CHAT, name.phase())).stream()
                .filter(chat -> chat.ok() && chat.answer().queued() > 0)
                .toList();
        if (waited.size() < 2) {
            return Optional.empty();
        }
        int[] came = ranks(waited, OrderMetrics::cameNanos);
        int[] served = ranks(waited, chat -> chat.plannedNanos() + chat.times().firstToken());
        if (order) {
            return Optional.of(new Metric.Exact(
                    "",
                    spearman(came, served),
                    waited.size(),
                    "rank correlation of coming to the service and first text, of " + Texts.count(waited.size())
                            + " that waited"));
        }
        int[] displaced = IntStream.range(0, came.length)
                .map(i -> Math.abs(came[i] - served[i]))
                .sorted()
                .toArray();
        return Optional.of(displaced(displaced, name.rest().substring(DISPLACED.length())));
    }

    private static Metric displaced(int[] ascending, String statistic) {
        double q = statistic.equals("max") ? 1 : Double.parseDouble("0." + statistic.substring(1));
        int index = Math.max(0, (int) Math.ceil(q * ascending.length) - 1);
        return new Metric.Exact(
                "", ascending[index], ascending.length, "places between its turn to come and its turn to be served");
    }

    private static long cameNanos(Sample chat) {
        Double totalMillis = chat.server().stageMillis().get(TOTAL);
        long since = totalMillis == null
                ? Math.max(0, chat.times().sent())
                : chat.times().done() - Math.round(totalMillis * NANOS_PER_MS);
        return chat.plannedNanos() + since;
    }

    /** From 0; equal times keep the order of the plan. */
    private static int[] ranks(List<Sample> samples, ToLongFunction<Sample> time) {
        Integer[] order = IntStream.range(0, samples.size()).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingLong(index -> time.applyAsLong(at(samples, index))));
        int[] ranks = new int[order.length];
        for (int rank = 0; rank < order.length; rank++) {
            ranks[order[rank]] = rank;
        }
        return ranks;
    }

    private static Sample at(List<Sample> samples, @Nullable Integer index) {
        return samples.get(index == null ? 0 : index);
    }

    /** Of ranks without ties: 1 - 6 sum of d squared / (n (n squared - 1)). */
    static double spearman(int[] a, int[] b) {
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            double d = (double) a[i] - b[i];
            squares += d * d;
        }
        double n = a.length;
        return 1 - 6 * squares / (n * (n * n - 1));
    }
}
