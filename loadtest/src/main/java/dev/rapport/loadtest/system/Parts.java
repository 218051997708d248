package dev.rapport.loadtest.system;

import dev.rapport.loadtest.profile.Profile.Part;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/** Finds out which parts a service has, by asking it. */
public final class Parts {
    private static final int NOT_FOUND = 404;

    private Parts() {}

    /**
     * Those of the needed parts that are not there. A route that refuses us is there; one that is not found is not.
     *
     * @throws IOException if the service does not answer
     */
    public static Set<Part> missing(ServiceUnderTest service, Set<Part> needed)
            throws IOException, InterruptedException {
        Set<Part> missing = EnumSet.noneOf(Part.class);
        for (Part part : needed) {
            if (!isThere(service, part)) {
                missing.add(part);
            }
        }
        return missing;
    }

    /** As reports and {@code load list} say it: {@code not present: websocket, memory_api}. */
    public static String notPresent(Set<Part> missing) {
        return "not present: " + words(missing);
    }

    /** As profiles name them, separated by commas. */
    public static String words(Set<Part> parts) {
        return parts.stream().map(part -> part.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", "));
    }

    private static boolean isThere(ServiceUnderTest service, Part part) throws IOException, InterruptedException {
        return switch (part) {
            case MEMORY_API -> Http.status(service.target().resolve("/v1/memories")) != NOT_FOUND;
            case WEBSOCKET -> handshake(service.target().resolve("/chat-ws")) != NOT_FOUND;
            case ENCRYPTION -> encrypts(service);
        };
    }

    /** Nothing on the wire shows it; an instance's {@code /health} has to say that what it stores is encrypted. */
    private static boolean encrypts(ServiceUnderTest service) throws IOException, InterruptedException {
        for (ServiceUnderTest.Part part : service.parts()) {
            URI metrics = part.metrics();
            if (metrics != null) {
                return Http.get(metrics.resolve("/health")).body().contains("\"encryption\":\"on\"");
            }
        }
        return false;
    }

    /** The status with which an upgrade is answered: 101 if it succeeds. */
    private static int handshake(URI page) throws IOException {
        URI socket = URI.create(page.toString().replaceFirst("^http", "ws"));
        try (HttpClient http = Http.client()) {
            http.newWebSocketBuilder()
                    .connectTimeout(Http.TIME_MAX)
                    .buildAsync(socket, new WebSocket.Listener() {})
                    .join()
                    .abort();
            return 101;
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw new IOException(page + ": " + e.getCause(), e);
        }
    }
}
