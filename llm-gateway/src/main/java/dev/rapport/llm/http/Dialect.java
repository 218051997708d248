package dev.rapport.llm.http;

import dev.langchain4j.http.client.sse.ServerSentEventListener;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * How a provider's stream says that the answer is complete, or that it failed. LangChain4j 1.19 takes every end of a
 * stream for success and drops errors that come as data, so each event is looked at before LangChain4j sees it.
 */
public enum Dialect {
    /** Chat completions as OpenAI streams them: a finish reason, usage, then {@code [DONE]}. */
    OPENAI {
        @Override
        Verdict judge(@Nullable String name, String data) {
            String text = data.strip();
            if (text.equals("[DONE]")) {
                return Verdict.LAST;
            }
            if ("error".equals(name)) {
                return Verdict.ERROR;
            }
            if (!text.startsWith("{")) {
                return Verdict.BAD;
            }
            if (hasValue(text, "\"error\"")) {
                return judgeError(text);
            }
            return hasValue(text, "\"finish_reason\"") ? Verdict.FINISH : Verdict.PART;
        }

        @Override
        ServerSentEventListener reading(ServerSentEventListener reader) {
            return new ToolDeltas(reader);
        }
    },
    /** Anthropic's messages: named events, of which {@code message_stop} is the last. */
    ANTHROPIC {
        @Override
        Verdict judge(@Nullable String name, String data) {
            if ("error".equals(name)) {
                return Verdict.ERROR;
            }
            if (!data.stripLeading().startsWith("{")) {
                return Verdict.BAD;
            }
            return "message_stop".equals(name) ? Verdict.LAST : Verdict.PART;
        }

        @Override
        ServerSentEventListener reading(ServerSentEventListener reader) {
            return reader;
        }
    };

    /** What an event means for the stream. */
    enum Verdict {
        /** Part of the answer. */
        PART,
        /** The answer is complete after this; usage may still follow. */
        FINISH,
        /** Nothing follows. */
        LAST,
        /** The provider failed. */
        ERROR,
        /** Not an event of this dialect. */
        BAD
    }

    abstract Verdict judge(@Nullable String name, String data);

    /** What the events of one call have to pass so that its reader understands all of them. */
    abstract ServerSentEventListener reading(ServerSentEventListener reader);

    /*
     * Whether a key with a value other than null, false and "" occurs: servers write each of them for none. A scan, not a parse, because it
     * runs for every token and LangChain4j parses the event again. Text of the answer cannot deceive it: inside a JSON string the closing
     * quote of the key would be escaped, and a string that is the key alone is not followed by a colon.
     */
    static boolean hasValue(String json, String quotedKey) {
        for (int at = json.indexOf(quotedKey); at >= 0; at = json.indexOf(quotedKey, at + 1)) {
            int next = skipSpace(json, at + quotedKey.length());
            if (next < json.length() && json.charAt(next) == ':') {
                int value = skipSpace(json, next + 1);
                if (!json.startsWith("null", value)
                        && !json.startsWith("false", value)
                        && !json.startsWith("\"\"", value)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static int skipSpace(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /* OpenAI, LiteLLM and llama.cpp put the error on top, OpenRouter also into the choice. */
    private static Verdict judgeError(String json) {
        try {
            JsonObject event = new JsonObject(json);
            if (isError(event.getValue("error"))) {
                return Verdict.ERROR;
            }
            if (event.getValue("choices") instanceof JsonArray choices
                    && !choices.isEmpty()
                    && choices.getValue(0) instanceof JsonObject choice
                    && isError(choice.getValue("error"))) {
                return Verdict.ERROR;
            }
            return hasValue(json, "\"finish_reason\"") ? Verdict.FINISH : Verdict.PART;
        } catch (DecodeException _) {
            return Verdict.BAD;
        }
    }

    private static boolean isError(@Nullable Object value) {
        return value != null && !Boolean.FALSE.equals(value) && !"".equals(value);
    }
}
