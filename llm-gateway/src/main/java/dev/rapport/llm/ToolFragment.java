package dev.rapport.llm;

import static java.util.Objects.requireNonNull;

/**
 * A piece of a {@link ToolCall}. The first of each call has id and name and no arguments; the later ones have arguments only.
 *
 * @param index of the call in its answer, from 0 and without gaps
 */
public record ToolFragment(int index, String id, String name, String arguments) {
    public ToolFragment {
        requireNonNull(id, "id");
        requireNonNull(name, "name");
        requireNonNull(arguments, "arguments");
        if (index < 0) {
            throw new IllegalArgumentException("index: " + index + " (expected: 0 or more)");
        }
    }

    /** The first one of a call. */
    public static ToolFragment first(int index, String id, String name) {
        return new ToolFragment(index, id, name, "");
    }

    /** A later one. */
    public static ToolFragment next(int index, String arguments) {
        return new ToolFragment(index, "", "", arguments);
    }

    public boolean isFirst() {
        return !name.isEmpty();
    }
}
