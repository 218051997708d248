package dev.rapport.llm;

import static java.util.Objects.requireNonNull;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an answer may be besides text: calls of the client's tools, or JSON. In OpenAI's terms, and as the client wrote it:
 * schemas are the provider's to judge.
 *
 * @param tools at most {@value #TOOLS_MAX}, each name once
 * @param choice whether tools must be called; empty for the provider's own rule, as a choice without tools is
 * @param parallel whether several may be called in one answer; empty for the provider's own rule
 */
public record AnswerForm(
        List<Tool> tools, Optional<ToolChoice> choice, Optional<Boolean> parallel, ResponseFormat format) {
    /** OpenAI takes no more. */
    public static final int TOOLS_MAX = 128;

    /** Text, and nothing else. */
    public static final AnswerForm TEXT =
            new AnswerForm(List.of(), Optional.empty(), Optional.empty(), ResponseFormat.TEXT);

    public AnswerForm {
        tools = List.copyOf(tools);
        requireNonNull(choice, "choice");
        requireNonNull(parallel, "parallel");
        requireNonNull(format, "format");
        if (tools.size() > TOOLS_MAX) {
            throw new IllegalArgumentException("tools: " + tools.size() + " (expected: 0.." + TOOLS_MAX + ")");
        }
        if (tools.isEmpty() && (choice.isPresent() || parallel.isPresent())) {
            throw new IllegalArgumentException(
                    "choice: " + choice + ", parallel: " + parallel + " (expected: neither without tools)");
        }
    }

    /** Whether it is text, and nothing else. */
    public boolean isText() {
        return equals(TEXT);
    }

    /** Whether the model may call tools. */
    public boolean hasTools() {
        return !tools.isEmpty();
    }

    /** Whether only a model can give such an answer: memory alone calls nothing and writes no JSON. */
    public boolean demandsModel() {
        return choice.map(ToolChoice::demandsCall).orElse(false) || format.kind() != ResponseFormat.Kind.TEXT;
    }

    /**
     * Whether another model can go on with an answer that broke off. JSON it begins anew, as it is bound to do, and two halves of two
     * objects are none.
     */
    public boolean canBeGoneOnWith() {
        return format.kind() == ResponseFormat.Kind.TEXT;
    }

    /** What a provider must be able to do. */
    public Set<Ability> needs() {
        Set<Ability> needs = EnumSet.noneOf(Ability.class);
        if (hasTools()) {
            needs.add(Ability.TOOLS);
        }
        switch (format.kind()) {
            case TEXT -> {}
            case JSON_OBJECT -> needs.add(Ability.JSON_OBJECT);
            case JSON_SCHEMA -> needs.add(Ability.JSON_SCHEMA);
        }
        return needs;
    }

    /** Its JSON, for the count of tokens. */
    public String text() {
        StringBuilder text = new StringBuilder();
        tools.forEach(tool -> text.append(tool.json()).append('\n'));
        return text.append(format.schema()).toString();
    }

    /**
     * A function that the client runs.
     *
     * @param json its object {@code function}: {@code name}, and maybe {@code description}, {@code parameters}, {@code strict}
     */
    public record Tool(String name, String json) {
        public Tool {
            requireNonNull(name, "name");
            requireNonNull(json, "json");
        }
    }

    /**
     * Whether tools must be called.
     *
     * @param name of the one that must be; empty unless the mode is {@code NAMED}
     */
    public record ToolChoice(Mode mode, String name) {
        public ToolChoice {
            requireNonNull(mode, "mode");
            if ((mode == Mode.NAMED) == name.isEmpty()) {
                throw new IllegalArgumentException("name: " + name + " (expected: one for NAMED only)");
            }
        }

        /** What the model does about its tools. */
        public enum Mode {
            /** Calls some or none. */
            AUTO,
            /** Calls none. */
            NONE,
            /** Calls at least one. */
            REQUIRED,
            /** Calls this one. */
            NAMED
        }

        boolean demandsCall() {
            return mode == Mode.REQUIRED || mode == Mode.NAMED;
        }
    }

    /**
     * What the text of the answer is.
     *
     * @param schema the object {@code json_schema} of OpenAI's protocol; empty unless the kind is {@code JSON_SCHEMA}
     */
    public record ResponseFormat(Kind kind, String schema) {
        /** Any text. */
        public static final ResponseFormat TEXT = new ResponseFormat(Kind.TEXT, "");

        public ResponseFormat {
            requireNonNull(kind, "kind");
            if ((kind == Kind.JSON_SCHEMA) == schema.isEmpty()) {
                throw new IllegalArgumentException("schema: " + schema + " (expected: one for JSON_SCHEMA only)");
            }
        }

        /** Text, or JSON. */
        public enum Kind {
            TEXT,
            JSON_OBJECT,
            JSON_SCHEMA
        }
    }
}
