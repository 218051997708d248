package dev.rapport.memory.embed;

import dev.rapport.memory.Embedding;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Fits one vector for each word piece so that the sum over a text's pieces points where the model's vector of the text points.
 *
 * <p>Begins with a linear map of the model's input vectors, by ridge regression, so that pieces which no text has are mapped
 * like those that some have. Then each piece's vector is moved by itself, with Adam on the cosine (Kingma and Ba 2014), in
 * one thread: the same texts give the same numbers.
 */
final class TokenRegression {
    private static final int SIZE = Embedding.DIMENSIONS;

    /** Of the mean of the diagonal: any from 1e-4 to 1e-2 gives the same. */
    private static final double RIDGE = 1e-3;

    /** Texts that the linear map is fitted to: 147,456 numbers from 15,000 x 384 observations. */
    private static final int MAP_TEXTS = 15_000;

    private static final int EPOCHS = 5;
    private static final int BATCH = 256;
    private static final float STEP = 0.004f;

    /** Root mean square of the numbers at the start: what the step is relative to. */
    private static final float START_SIZE = 0.05f;

    private static final float FIRST_MOMENT = 0.9f;
    private static final float SECOND_MOMENT = 0.99f;
    private static final float TINY = 1e-8f;

    private final List<int[]> texts;
    private final List<float[]> targets;
    private final float[] vectors;
    private final float[] moment;
    private final float[] squareMoment;
    private final float[] gradient;

    private TokenRegression(List<int[]> texts, List<float[]> targets, float[] vectors) {
        this.texts = texts;
        this.targets = targets;
        this.vectors = vectors;
        this.moment = new float[vectors.length];
        this.squareMoment = new float[vectors.length];
        this.gradient = new float[vectors.length];
    }

    /**
     * The vectors one behind the other.
     *
     * @param texts the distinct pieces of each text
     * @param targets of length one
     * @param input the model's own vectors of the pieces
     */
    static float[] fit(List<int[]> texts, List<float[]> targets, float[] input, long seed) {
        int mapTexts = Math.min(MAP_TEXTS, texts.size());
        float[] map = map(texts.subList(0, mapTexts), targets.subList(0, mapTexts), input);
        float[] vectors = mapped(input, map);
        scale(vectors);
        TokenRegression regression = new TokenRegression(texts, targets, vectors);
        regression.descend(new SplittableRandom(seed));
        return vectors;
    }

    /** The linear map from the sum of input vectors, scaled to length one, to the target: SIZE x SIZE, by rows. */
    private static float[] map(List<int[]> texts, List<float[]> targets, float[] input) {
        double[][] squares = new double[SIZE][SIZE];
        double[][] products = new double[SIZE][SIZE];
        for (int text = 0; text < texts.size(); text++) {
            float[] x = sum(texts.get(text), input);
            float length = length(x);
            float[] y = targets.get(text);
            for (int i = 0; i < SIZE; i++) {
                double xi = x[i] / length;
                for (int j = 0; j < SIZE; j++) {
                    squares[i][j] += xi * (x[j] / length);
                    products[i][j] += xi * y[j];
                }
            }
        }
        double trace = 0;
        for (int i = 0; i < SIZE; i++) {
            trace += squares[i][i];
        }
        for (int i = 0; i < SIZE; i++) {
            squares[i][i] += RIDGE * trace / SIZE;
        }
        solve(squares, products);
        float[] map = new float[SIZE * SIZE];
        for (int i = 0; i < SIZE * SIZE; i++) {
            map[i] = (float) products[i / SIZE][i % SIZE];
        }
        return map;
    }

    /** Solves {@code a x = b} for all columns of {@code b} at once, into {@code b}; {@code a} is positive definite. */
    private static void solve(double[][] a, double[][] b) {
        for (int k = 0; k < SIZE; k++) { // Gauss without pivots, which such a matrix does not need
            for (int i = k + 1; i < SIZE; i++) {
                double factor = a[i][k] / a[k][k];
                subtract(a[i], factor, a[k], k);
                subtract(b[i], factor, b[k], 0);
            }
        }
        for (int k = SIZE - 1; k >= 0; k--) {
            for (int i = k + 1; i < SIZE; i++) {
                subtract(b[k], a[k][i], b[i], 0);
            }
            for (int j = 0; j < SIZE; j++) {
                b[k][j] /= a[k][k];
            }
        }
    }

    private static void subtract(double[] from, double factor, double[] row, int start) {
        for (int j = start; j < SIZE; j++) {
            from[j] -= factor * row[j];
        }
    }

    private static float[] mapped(float[] input, float[] map) {
        float[] vectors = new float[input.length];
        for (int row = 0; row < input.length; row += SIZE) {
            for (int k = 0; k < SIZE; k++) {
                add(vectors, row, map, k * SIZE, input[row + k]);
            }
        }
        return vectors;
    }

    private static void scale(float[] vectors) {
        double sum = 0;
        for (float value : vectors) {
            sum += value * value;
        }
        float factor = START_SIZE / (float) Math.sqrt(sum / vectors.length);
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] *= factor;
        }
    }

    private void descend(SplittableRandom random) {
        int[] order = new int[texts.size()];
        Arrays.setAll(order, i -> i);
        int batches = (order.length + BATCH - 1) / BATCH;
        int step = 0;
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            shuffle(order, random);
            for (int batch = 0; batch < batches; batch++) {
                int from = batch * BATCH;
                int[] members = Arrays.copyOfRange(order, from, Math.min(from + BATCH, order.length));
                step(members, STEP * (1 - (float) ++step / (EPOCHS * batches)));
            }
        }
    }

    private static void shuffle(int[] order, SplittableRandom random) {
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
    }

    private void step(int[] members, float rate) {
        for (int member : members) {
            addGradient(texts.get(member), targets.get(member), members.length);
        }
        for (int member : members) {
            for (int piece : texts.get(member)) {
                move(piece * SIZE, rate);
            }
        }
    }

    private void addGradient(int[] pieces, float[] target, int count) {
        float[] sum = sum(pieces, vectors);
        float length = length(sum);
        float cosine = 0;
        for (int i = 0; i < SIZE; i++) {
            cosine += sum[i] / length * target[i];
        }
        float[] slope = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            slope[i] = (cosine * sum[i] / length - target[i]) / (length * count);
        }
        for (int piece : pieces) {
            add(gradient, piece * SIZE, slope, 0, 1);
        }
    }

    /** Adam's step for one piece, once in a batch: the gradient is zero afterwards. */
    private void move(int from, float rate) {
        if (isZero(from)) {
            return; // another text of the batch has the piece, too
        }
        for (int i = from; i < from + SIZE; i++) {
            float g = gradient[i];
            moment[i] = FIRST_MOMENT * moment[i] + (1 - FIRST_MOMENT) * g;
            squareMoment[i] = SECOND_MOMENT * squareMoment[i] + (1 - SECOND_MOMENT) * g * g;
            vectors[i] -= rate * moment[i] / ((float) Math.sqrt(squareMoment[i]) + TINY);
            gradient[i] = 0;
        }
    }

    private boolean isZero(int from) {
        for (int i = from; i < from + SIZE; i++) {
            if (gradient[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static float[] sum(int[] pieces, float[] vectors) {
        float[] sum = new float[SIZE];
        for (int piece : pieces) {
            add(sum, 0, vectors, piece * SIZE, 1);
        }
        return sum;
    }

    private static void add(float[] to, int toFrom, float[] what, int whatFrom, float factor) {
        for (int i = 0; i < SIZE; i++) {
            to[toFrom + i] += factor * what[whatFrom + i];
        }
    }

    private static float length(float[] vector) {
        float sum = 0;
        for (float value : vector) {
            sum += value * value;
        }
        return Math.max((float) Math.sqrt(sum), TINY);
    }
}
