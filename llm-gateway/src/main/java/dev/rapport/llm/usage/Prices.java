package dev.rapport.llm.usage;

import static java.util.Objects.requireNonNull;

import dev.rapport.llm.Usage;
import java.util.Map;

/**
 * What tokens cost.
 *
 * @param currency for people, such as {@code USD}
 * @param byTarget by {@code provider/model}; what is not there costs nothing
 */
public record Prices(String currency, Map<String, Price> byTarget) {
    /** Everything is free. */
    public static final Prices NONE = new Prices("USD", Map.of());

    /** What sums of doubles are off by. */
    private static final double ROUNDING = 1e-6;

    public Prices {
        requireNonNull(currency, "currency");
        byTarget = Map.copyOf(byTarget);
    }

    /**
     * Each for a million tokens.
     *
     * @param cached for prompt tokens that the provider had cached
     */
    public record Price(double input, double cached, double output) {}

    /** The cost of an answer, in millionths of the currency, rounded up. */
    public long costMicros(String provider, String model, Usage usage) {
        Price price = byTarget.get(provider + "/" + model);
        if (price == null) {
            return 0;
        }
        double cost = (usage.promptTokens() - usage.cachedTokens()) * price.input()
                + usage.cachedTokens() * price.cached()
                + usage.completionTokens() * price.output();
        return (long) Math.ceil(cost - ROUNDING); // a price for a million tokens, in millionths
    }
}
