package dev.rapport.llm.config;

import dev.rapport.llm.config.AliasConfig.Target;
import dev.rapport.llm.usage.Prices;
import dev.rapport.llm.usage.Prices.Price;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads {@code prices}. */
final class PricesSection {
    /** For a million tokens; a hundred times the dearest model's. */
    static final int PRICE_MAX = 100_000;

    private static final int PRICE_DIGITS = 6;
    private static final String CURRENCY = "currency";

    private final Set<String> targets;

    /** @param models whose targets may have a price */
    PricesSection(Collection<AliasConfig> models) {
        this.targets = models.stream()
                .flatMap(alias -> alias.targets().stream())
                .map(Target::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    Prices read(Node section) {
        String currency = Prices.NONE.currency();
        Map<String, Price> prices = new HashMap<>();
        for (Node node : section.entries()) {
            if (node.key().equals(CURRENCY)) {
                currency = currency(node);
            } else if (targets.contains(node.key())) {
                prices.put(node.key(), price(node));
            } else {
                throw node.refused("no target of models", CURRENCY + " or " + Node.oneOf(targets));
            }
        }
        return new Prices(currency, prices);
    }

    private static String currency(Node node) {
        String currency = node.text();
        if (!currency.matches("[A-Z]{3}")) {
            throw node.refused(currency, "three capitals, such as USD");
        }
        return currency;
    }

    private static Price price(Node node) {
        Fields fields = node.fields("input", "cached", "output");
        double input = amount(fields.at("input", "a price"));
        double cached = fields.find("cached").map(PricesSection::amount).orElse(input);
        return new Price(input, cached, amount(fields.at("output", "a price")));
    }

    private static double amount(Node node) {
        return node.decimal(PRICE_MAX, PRICE_DIGITS).doubleValue();
    }
}
