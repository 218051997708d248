package dev.rapport.loadtest.report.html;

import java.util.ArrayList;
import java.util.List;

/**
 * From values to places in a drawing. Values outside of the range are drawn at its ends.
 *
 * @param low smallest value
 * @param high largest value, above {@code low}
 * @param from place of {@code low}
 * @param to place of {@code high}
 */
record Scale(Kind kind, double low, double high, double from, double to) {
    /** Nothing in a report is smaller or larger; keeps a hostile value from making the ticks endless. */
    private static final double SIZE_MAX = 1e15;

    private static final double[] SECONDS = {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400};

    enum Kind {
        LINEAR,
        LOG
    }

    /** Any two numbers will do; if they do not make a range, one is made about them. */
    static Scale linear(double low, double high, double from, double to) {
        double bottom = Double.isFinite(low) ? Math.clamp(low, -SIZE_MAX, SIZE_MAX) : 0;
        double top = Double.isFinite(high) ? Math.clamp(high, -SIZE_MAX, SIZE_MAX) : bottom;
        if (top - bottom <= Math.abs(top) * 1e-9) {
            double margin = bottom == 0 ? 1 : Math.abs(bottom) * 0.1;
            return new Scale(Kind.LINEAR, bottom == 0 ? 0 : bottom - margin, bottom + margin, from, to);
        }
        return new Scale(Kind.LINEAR, bottom, top, from, to);
    }

    /** From zero to a little above the largest value. */
    static Scale fromZero(double high, double from, double to) {
        double top = Double.isFinite(high) && high > 0 ? high : 1;
        double step = step(top, 5);
        return linear(0, Math.ceil(top * 1.02 / step) * step, from, to);
    }

    static Scale log(double low, double high, double from, double to) {
        double bottom = Double.isFinite(low) && low > 0 ? Math.clamp(low, 1 / SIZE_MAX, SIZE_MAX) : 1e-3;
        double top = Double.isFinite(high) ? Math.min(high, SIZE_MAX) : bottom;
        return new Scale(Kind.LOG, bottom, top > bottom * 1.000_001 ? top : bottom * 10, from, to);
    }

    double at(double value) {
        double v = Math.clamp(value, low, high);
        double share = kind == Kind.LINEAR ? (v - low) / (high - low) : Math.log(v / low) / Math.log(high / low);
        return from + share * (to - from);
    }

    /** Round values within the range, about {@code most} of them. */
    List<Double> ticks(int most) {
        if (kind == Kind.LOG) {
            return logTicks(most);
        }
        List<Double> ticks = every(step(high - low, most));
        for (int more = most + 1; ticks.size() < 2 && more <= 5 * most; more++) { // one tick is no scale
            ticks = every(step(high - low, more));
        }
        return ticks;
    }

    /** Round times, for a linear scale of seconds. */
    List<Double> timeTicks(int most) {
        for (double step : SECONDS) {
            if ((high - low) / step <= most) {
                return high - low < 2 ? ticks(most) : every(step);
            }
        }
        return every(Math.ceil((high - low) / most / 3_600) * 3_600);
    }

    private List<Double> every(double step) {
        List<Double> ticks = new ArrayList<>();
        for (double i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
            ticks.add(i * step + 0.0); // no negative zero
        }
        return ticks;
    }

    /** 1, 2 or 5 times a power of ten, such that at most {@code most} steps fit. */
    private static double step(double range, int most) {
        double power = Math.pow(10, Math.floor(Math.log10(range / most)));
        for (double factor : new double[] {1, 2, 5}) {
            if (range / (factor * power) <= most) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private List<Double> logTicks(int most) {
        double decades = Math.log10(high / low);
        double[] digits = decades * 3 <= most ? new double[] {1, 2, 5} : new double[] {1};
        int stride = Math.max(1, (int) Math.ceil(decades / most));
        List<Double> ticks = new ArrayList<>();
        for (int power = (int) Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
            for (double digit : digits) {
                double tick = digit * Math.pow(10, power);
                if (tick >= low * 0.999_999 && tick <= high * 1.000_001 && Math.floorMod(power, stride) == 0) {
                    ticks.add(tick);
                }
            }
        }
        return ticks.size() < 2 ? List.of(low, high) : ticks;
    }
}
