package dev.rapport.loadtest.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class BlockBootstrapTest {
    private static final int RESAMPLES = 2_000;
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    @Test
    void quantile_independentValues_isAsWideAsTheRankInterval() {
        double[] values = new Random(1).doubles(20_000).toArray();
        Interval bootstrap = BlockBootstrap.quantile(values, blocks(20_000, 100), 0.95, 0.95, RESAMPLES, new Random(2));
        Arrays.sort(values);
        Interval ranks = RankInterval.of(values, 0.95, 0.95);

        assertThat(bootstrap.width()).isCloseTo(ranks.width(), Percentage.withPercentage(25));
        assertThat(bootstrap.contains(Quantile.of(values, 0.95))).isTrue();
    }

    @Test
    void mean_independentValues_isAsWideAsTheNormalInterval() {
        double[] values = new Random(3).doubles(20_000).toArray();
        Interval bootstrap = BlockBootstrap.mean(values, blocks(20_000, 100), 0.95, RESAMPLES, new Random(4));

        double expected = 2 * 1.96 * Math.sqrt(1.0 / 12 / 20_000);
        assertThat(bootstrap.width()).isCloseTo(expected, Percentage.withPercentage(25));
        assertThat(bootstrap.contains(Arrays.stream(values).average().orElseThrow()))
                .isTrue();
    }

    @Test
    void quantile_stallsThatHitManyAtOnce_isMuchWiderThanTheRankInterval() {
        Random random = new Random(5);
        double[] values = new double[20_000];
        int[] block = blocks(20_000, 100);
        /* In one block of seven all are slow. */
        Arrays.setAll(values, i -> (block[i] % 7 == 3 ? 10 : 1) + random.nextDouble());
        Interval bootstrap = BlockBootstrap.quantile(values, block, 0.86, 0.95, RESAMPLES, random);
        Arrays.sort(values);

        assertThat(bootstrap.width()).isGreaterThan(8);
        assertThat(RankInterval.of(values, 0.88, 0.95).width()).isLessThan(1);
    }

    @Test
    void mean_dependentValues_holdsTheTruthAsOftenAsItSays() {
        Random random = new Random(6);
        int held = 0;
        int heldIfIndependent = 0;
        int runs = 100;
        for (int run = 0; run < runs; run++) {
            double[] values = autoregressive(2_000, 0.8, random);
            held += BlockBootstrap.mean(values, blocks(2_000, 40), 0.95, 300, random)
                            .contains(0)
                    ? 1
                    : 0;
            int[] eachItsOwn = blocks(2_000, 2_000);
            heldIfIndependent +=
                    BlockBootstrap.mean(values, eachItsOwn, 0.95, 200, random).contains(0) ? 1 : 0;
        }

        /* 95 are expected; that there are 40 blocks, and not many long ones, costs a few. */
        assertThat(held).isBetween(85, 99);
        assertThat(heldIfIndependent).isLessThan(70);
    }

    @Test
    void quantiles_sameResamples_areOrdered() {
        double[] values = new Random(7).doubles(5_000).toArray();
        List<Interval> all = BlockBootstrap.quantiles(
                values, blocks(5_000, 50), new double[] {0.5, 0.95, 0.99}, 0.95, 500, new Random(8));
        Interval alone = BlockBootstrap.quantile(values, blocks(5_000, 50), 0.95, 0.95, 500, new Random(8));

        assertThat(all.get(1)).isEqualTo(alone);
        assertThat(all.get(0).high()).isLessThan(all.get(1).low());
        assertThat(all.get(1).high()).isLessThan(all.get(2).high());
    }

    @Test
    void quantile_failures_makeTheUpperEndInfinite() {
        double[] values = new Random(9).doubles(10_000).toArray();
        for (int i = 0; i < values.length; i += 100) {
            values[i] = INFINITY;
        }
        int[] block = blocks(10_000, 100);

        assertThat(BlockBootstrap.quantile(values, block, 0.5, 0.95, 200, new Random(1))
                        .high())
                .isLessThan(1);
        assertThat(BlockBootstrap.quantile(values, block, 0.999, 0.95, 200, new Random(1))
                        .low())
                .isEqualTo(INFINITY);
        assertThat(BlockBootstrap.mean(values, block, 0.95, 200, new Random(1)))
                .isEqualTo(new Interval(INFINITY, INFINITY));
    }

    @Test
    void quantile_blocksInAnyOrder_isTheSame() {
        double[] values = {1, 5, 2, 6, 3, 7};
        int[] block = {0, 9, 0, 9, 0, 9};
        double[] inOrder = {1, 2, 3, 5, 6, 7};
        int[] blockInOrder = {0, 0, 0, 1, 1, 1};

        assertThat(BlockBootstrap.quantile(values, block, 0.5, 0.8, 100, new Random(3)))
                .isEqualTo(BlockBootstrap.quantile(inOrder, blockInOrder, 0.5, 0.8, 100, new Random(3)));
    }

    @Test
    void quantile_oneBlock_hasNoWidth() {
        double[] values = {3, 1, 2};

        assertThat(BlockBootstrap.quantile(values, new int[3], 0.5, 0.95, 50, new Random(1)))
                .isEqualTo(new Interval(2, 2));
    }

    /** Each resample against its definition: sort what was drawn and take the rank. */
    @Test
    void blockSample_quantilesAndMean_areThoseOfTheDrawnValues() {
        Random random = new Random(10);
        double[] values = random.doubles(60).toArray();
        int[] block = blocks(60, 7);
        for (int run = 0; run < 100; run++) {
            BlockSample sample = new BlockSample(values, block);
            sample.draw(new Random(run));
            double[] drawn = drawn(values, block, new Random(run));

            assertThat(sample.mean()).isCloseTo(Arrays.stream(drawn).average().orElseThrow(), within(1e-12));
            for (double q : new double[] {0, 0.01, 0.3, 0.5, 0.51, 0.77, 0.95, 1}) {
                assertThat(sample.quantile(q)).as("q = %s, run %d", q, run).isEqualTo(Quantile.of(drawn, q));
            }
        }
    }

    private static double[] drawn(double[] values, int[] block, Random random) {
        int[] start = new int[block[block.length - 1] + 2];
        for (int b : block) {
            start[b + 1]++;
        }
        Arrays.parallelPrefix(start, Integer::sum);
        int blocks = start.length - 1;
        double[] drawn = new double[values.length * blocks];
        int n = 0;
        for (int i = 0; i < blocks; i++) {
            int first = random.nextInt(blocks);
            double phase = random.nextDouble();
            int second = (first + 1) % blocks;
            int from = start[first] + (int) Math.round(phase * (start[first + 1] - start[first]));
            int to = start[second] + (int) Math.round(phase * (start[second + 1] - start[second]));
            for (int k = from; k < start[first + 1]; k++) {
                drawn[n++] = values[k];
            }
            for (int k = start[second]; k < to; k++) {
                drawn[n++] = values[k];
            }
        }
        double[] sorted = Arrays.copyOf(drawn, n);
        Arrays.sort(sorted);
        return sorted;
    }

    @Test
    void quantile_badArguments_namesThem() {
        assertThatThrownBy(() -> BlockBootstrap.mean(new double[] {1, Double.NaN}, new int[2], 0.95, 10, new Random(1)))
                .hasMessage("values[1]: NaN (expected: a number or infinity)");
        assertThatThrownBy(() -> BlockBootstrap.mean(new double[] {1}, new int[2], 0.95, 10, new Random(1)))
                .hasMessage("block: length 2 (expected: 1, as values)");
        assertThatThrownBy(() -> BlockBootstrap.mean(new double[] {1}, new int[1], 0.95, 0, new Random(1)))
                .hasMessage("resamples: 0 (expected: 1..100000)");
    }

    @Test
    void shiftFunction_sameShiftEverywhere_isFound() {
        Random random = new Random(11);
        double[] a = random.doubles(10_000).toArray();
        double[] b = random.doubles(10_000).map(v -> v + 0.5).toArray();
        List<ShiftFunction.Shift> shifts = ShiftFunction.of(
                a, blocks(10_000, 50), b, blocks(10_000, 50), new double[] {50, 95, 99}, 500, 0.95, random);

        assertThat(shifts).extracting(ShiftFunction.Shift::percent).containsExactly(50.0, 95.0, 99.0);
        assertThat(shifts).allSatisfy(shift -> {
            assertThat(shift.difference()).isCloseTo(0.5, within(0.03));
            assertThat(new Interval(shift.low(), shift.high()).contains(0.5)).isTrue();
            assertThat(shift.low()).isGreaterThan(0.4);
        });
    }

    @Test
    void shiftFunction_onlyTheTailIsSlower_isFoundOnlyThere() {
        Random random = new Random(12);
        double[] a = random.doubles(10_000).toArray();
        double[] b = random.doubles(10_000).map(v -> v > 0.9 ? v + 1 : v).toArray();
        List<ShiftFunction.Shift> shifts = ShiftFunction.of(
                a, blocks(10_000, 50), b, blocks(10_000, 50), new double[] {50, 99}, 500, 0.95, random);

        assertThat(new Interval(shifts.get(0).low(), shifts.get(0).high()).contains(0))
                .isTrue();
        assertThat(shifts.get(1).low()).isGreaterThan(0.9);
    }

    @Test
    void shiftFunction_failures_areInfinitelySlowerAndEqualAmongThemselves() {
        double[] good = new Random(13).doubles(100).toArray();
        double[] failed = new double[100];
        Arrays.fill(failed, INFINITY);
        int[] block = blocks(100, 10);
        double[] median = {50};

        assertThat(ShiftFunction.of(good, block, failed, block, median, 50, 0.95, new Random(1)))
                .containsExactly(new ShiftFunction.Shift(50, INFINITY, INFINITY, INFINITY));
        assertThat(ShiftFunction.of(failed, block, failed, block, median, 50, 0.95, new Random(1)))
                .containsExactly(new ShiftFunction.Shift(50, 0, 0, 0));
    }

    private static double[] autoregressive(int n, double factor, Random random) {
        double[] values = new double[n];
        double value = random.nextGaussian() / Math.sqrt(1 - factor * factor);
        for (int i = 0; i < n; i++) {
            values[i] = value;
            value = factor * value + random.nextGaussian();
        }
        return values;
    }

    private static int[] blocks(int n, int blocks) {
        int[] block = new int[n];
        Arrays.setAll(block, i -> (int) ((long) i * blocks / n));
        return block;
    }
}
