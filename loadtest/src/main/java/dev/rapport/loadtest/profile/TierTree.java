package dev.rapport.loadtest.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Replaces each value that differs between tiers, such as {@code {smoke: 10s, ci: 60s, full: 30m}}, by one tier's, and leaves
 * away items of lists that are for other tiers ({@code {tiers: [full], metric: ...}}). Also writes out two abbreviations: a message that is one word is its kind, a behaviour that is one word has all users.
 */
final class TierTree {
    private static final Set<String> TIERS =
            Arrays.stream(Tier.values()).map(Tier::word).collect(Collectors.toUnmodifiableSet());

    /** Key of an item of a list that is there in some tiers only. */
    private static final String ONLY_IN = "tiers";

    private static final String GATEWAY = "gateway";

    private final Tier tier;

    TierTree(Tier tier) {
        this.tier = tier;
    }

    JsonNode resolve(JsonNode node) {
        return resolve(node, "");
    }

    private JsonNode resolve(JsonNode node, String path) {
        if (node.isArray()) {
            ArrayNode resolved = JsonNodeFactory.instance.arrayNode();
            for (int i = 0; i < node.size(); i++) {
                if (isHere(node.get(i).path(ONLY_IN))) {
                    resolved.add(resolve(node.get(i), path + "[" + i + "]"));
                }
            }
            return resolved;
        }
        if (!node.isObject()) {
            return node;
        }
        Set<String> keys = inGateway(path) ? new LinkedHashSet<>() : new TreeSet<>();
        node.fieldNames().forEachRemaining(keys::add);
        if (!keys.isEmpty() && TIERS.containsAll(keys)) {
            if (!node.has(tier.word())) {
                throw new IllegalArgumentException(path + ": " + keys + " (expected: a value for " + tier.word() + ")");
            }
            return resolve(node.get(tier.word()), path);
        }
        ObjectNode resolved = JsonNodeFactory.instance.objectNode();
        keys.remove(ONLY_IN);
        for (String key : keys) {
            resolved.set(key, written(key, resolve(node.get(key), path.isEmpty() ? key : path + "." + key)));
        }
        return resolved;
    }

    /** A gateway's configuration means something by the order of its keys: plans are named best first. */
    private static boolean inGateway(String path) {
        return path.equals(GATEWAY) || path.contains(GATEWAY + ".") || path.endsWith("." + GATEWAY);
    }

    /** Whether an item of a list that names its tiers, as {@code tiers: [full]}, is in this one. */
    private boolean isHere(JsonNode tiers) {
        return !tiers.isArray()
                || StreamSupport.stream(tiers.spliterator(), false)
                        .anyMatch(each -> each.asText().equals(tier.word()));
    }

    private static JsonNode written(String key, JsonNode value) {
        if (value.isTextual() && key.equals("message")) {
            return JsonNodeFactory.instance.objectNode().put("kind", value.asText());
        }
        if (value.isTextual() && key.equals("behave")) {
            return JsonNodeFactory.instance.objectNode().put(value.asText(), 1);
        }
        return value;
    }
}
