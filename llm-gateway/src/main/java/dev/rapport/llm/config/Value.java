package dev.rapport.llm.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What stands at one place of a YAML file. */
sealed interface Value {
    /** What it is, for a message. */
    String kind();

    /** One word or number. */
    record Scalar(String text, Type type) implements Value {
        /** What YAML takes it for. */
        enum Type {
            TEXT,
            NUMBER,
            TRUTH,
            NOTHING
        }

        @Override
        public String kind() {
            return switch (type) {
                case TEXT -> "(text)";
                case NUMBER -> "(a number)";
                case TRUTH -> "(true or false)";
                case NOTHING -> "(nothing)";
            };
        }
    }

    /** Values in their order. */
    record Items(List<Value> values) implements Value {
        public Items {
            values = List.copyOf(values);
        }

        @Override
        public String kind() {
            return "(a list)";
        }
    }

    /** Values by their keys, in the file's order. */
    record Mapping(Map<String, Value> values) implements Value {
        public Mapping {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        @Override
        public String kind() {
            return "(a mapping)";
        }
    }
}
