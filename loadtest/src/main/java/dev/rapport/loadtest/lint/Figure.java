package dev.rapport.loadtest.lint;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.math.BigDecimal;

/**
 * A printed number. What it was before it was rounded lies within half of its last digit.
 *
 * @param printed with the decimals that were printed
 */
public record Figure(BigDecimal printed) {

    /** As it stands in a file. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Figure of(BigDecimal printed) {
        return new Figure(printed);
    }

    double value() {
        return printed.doubleValue();
    }

    double half() {
        return 0.5 * Math.pow(10, -Math.max(0, printed.scale()));
    }

    double low() {
        return value() - half();
    }

    double high() {
        return value() + half();
    }

    int decimals() {
        return Math.max(0, printed.scale());
    }

    @Override
    public String toString() {
        return printed.abs().compareTo(BigDecimal.valueOf(1_000)) >= 0 ? Say.number(value()) : printed.toPlainString();
    }
}
