package dev.rapport.llm.http;

import dev.langchain4j.exception.HttpException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A response other than 2xx, with what LangChain4j's own exception loses: the headers, and with them Retry-After.
 *
 * <p>The message is the body, cut at {@link #BODY_BYTES_MAX}, because that is where LangChain4j looks for it.
 */
public final class ProviderHttpException extends HttpException {
    private static final long serialVersionUID = 1;

    /** Error bodies are a sentence or two; a provider's error page must not fill the heap. */
    public static final int BODY_BYTES_MAX = 8 * 1024;

    private final transient Map<String, List<String>> headers;

    ProviderHttpException(int status, Map<String, List<String>> headers, String body) {
        super(status, body);
        Map<String, List<String>> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(headers);
        this.headers = byName;
    }

    /** The first value of a header, whatever the case of its name. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name))
                .filter(values -> !values.isEmpty())
                .map(List::getFirst);
    }

    /** What the provider said, at most {@link #BODY_BYTES_MAX} bytes of it. */
    public String body() {
        String message = getMessage();
        return message == null ? "" : message;
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this; // an everyday event
    }
}
