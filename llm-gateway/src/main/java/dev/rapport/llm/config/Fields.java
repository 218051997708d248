package dev.rapport.llm.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The entries of a mapping with known keys. */
final class Fields {
    private final String path;
    private final Map<String, Node> nodes = new HashMap<>();

    Fields(String path, List<Node> entries) {
        this.path = path;
        entries.forEach(entry -> nodes.put(entry.key(), entry));
    }

    Optional<Node> find(String key) {
        return Optional.ofNullable(nodes.get(key));
    }

    /** @throws IllegalArgumentException if it is not there */
    Node at(String key, String expected) {
        return find(key).orElseThrow(() -> Node.refused(Node.inner(path, key), "missing", expected));
    }

    int number(String key, int otherwise, int min, int max) {
        return find(key).map(node -> node.number(min, max)).orElse(otherwise);
    }

    <E extends Enum<E>> E choice(String key, E otherwise) {
        return find(key).map(node -> node.choice(otherwise.getDeclaringClass())).orElse(otherwise);
    }
}
