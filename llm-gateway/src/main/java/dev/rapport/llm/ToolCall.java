package dev.rapport.llm;

import static java.util.Objects.requireNonNull;

/**
 * A model's wish that the client run one of its tools.
 *
 * @param id what the result will name, as the provider made it
 * @param arguments JSON, as the model wrote it: it may be none
 */
public record ToolCall(String id, String name, String arguments) {
    public ToolCall {
        requireNonNull(id, "id");
        requireNonNull(name, "name");
        requireNonNull(arguments, "arguments");
    }

    /** Characters of all of it. */
    public int length() {
        return id.length() + name.length() + arguments.length();
    }
}
