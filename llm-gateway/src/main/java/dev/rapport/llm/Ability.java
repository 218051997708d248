package dev.rapport.llm;

import java.util.Locale;

/** What not every provider can do. */
public enum Ability {
    /** Calls tools. */
    TOOLS,
    /** Answers with an object of JSON, whichever. */
    JSON_OBJECT,
    /** Answers with JSON of a given schema. */
    JSON_SCHEMA;

    /** As the gateway's file and OpenAI's protocol name it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
