package dev.rapport.llm.config;

import dev.rapport.llm.config.AliasConfig.CacheMode;
import dev.rapport.llm.config.AliasConfig.Target;
import dev.rapport.llm.config.AliasConfig.WhenLimited;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** Reads {@code models}. */
final class ModelsSection {
    /** What OpenAI takes; others take less and say so. */
    private static final int TEMPERATURE_MAX = 2;

    private static final int TEMPERATURE_DIGITS = 4;

    private final Set<String> providers;

    /** @param providers whom a target may name */
    ModelsSection(Set<String> providers) {
        this.providers = providers;
    }

    Map<String, AliasConfig> read(Node section) {
        Map<String, AliasConfig> models = new LinkedHashMap<>();
        section.named().forEach(node -> models.put(node.key(), alias(node)));
        if (!models.containsKey(GatewayConfig.DEFAULT_ALIAS)) {
            throw section.refused(models.keySet().toString(), GatewayConfig.DEFAULT_ALIAS + " too");
        }
        return models;
    }

    private AliasConfig alias(Node node) {
        Fields fields = node.fields("targets", "when-limited", "temperature", "cache");
        return new AliasConfig(
                node.key(),
                fields
                        .at("targets", "1.." + AliasConfig.TARGETS_MAX + " entries")
                        .items(1, AliasConfig.TARGETS_MAX)
                        .stream()
                        .map(this::target)
                        .toList(),
                fields.choice("when-limited", WhenLimited.WAIT),
                fields.find("temperature")
                        .map(at -> OptionalDouble.of(
                                at.decimal(TEMPERATURE_MAX, TEMPERATURE_DIGITS).doubleValue()))
                        .orElse(OptionalDouble.empty()),
                fields.choice("cache", CacheMode.AUTO));
    }

    private Target target(Node node) {
        Fields fields = node.fields("provider", "model");
        return new Target(
                fields.at("provider", Node.oneOf(providers)).among(providers),
                fields.at("model", "the provider's name for it").text());
    }
}
