package dev.rapport.loadtest.analyse;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbers as a report has them. */
final class Numbers {
    private Numbers() {}

    static @Nullable Double orNull(double value) {
        return Double.isFinite(value) ? value : null;
    }

    static double orZero(double value) {
        return Double.isFinite(value) ? value : 0;
    }

    /** At most {@code max} of them, evenly chosen, the last one among them. */
    static <T> List<T> thin(List<T> all, int max) {
        if (all.size() <= max) {
            return List.copyOf(all);
        }
        List<T> some = new ArrayList<>(max);
        for (int i = 0; i < max; i++) {
            some.add(all.get((int) ((long) i * (all.size() - 1) / (max - 1))));
        }
        return List.copyOf(some);
    }
}
