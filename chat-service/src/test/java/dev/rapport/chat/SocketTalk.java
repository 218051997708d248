package dev.rapport.chat;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A client of {@code /chat-ws}: the platform's own, so that both sides of the protocol are not ours. */
public final class SocketTalk implements AutoCloseable {
    private static final Duration WAIT = Duration.ofSeconds(30);

    private final BlockingQueue<JsonObject> heard = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;

    /** @param address of the service, with {@code http} */
    public SocketTalk(HttpClient http, String address, Consumer<WebSocket.Builder> credentials) throws Exception {
        WebSocket.Builder builder = http.newWebSocketBuilder();
        credentials.accept(builder);
        socket = builder.buildAsync(URI.create(address.replaceFirst("^http", "ws") + "/chat-ws"), new Ears())
                .get(WAIT.toSeconds(), TimeUnit.SECONDS);
    }

    public void send(JsonObject message) throws Exception {
        send(message.encode());
    }

    void send(String text) throws Exception {
        socket.sendText(text, true).get(WAIT.toSeconds(), TimeUnit.SECONDS);
    }

    String protocol() {
        return socket.getSubprotocol();
    }

    /** The next event of this name; those before it are passed over. */
    public JsonObject await(String event) throws Exception {
        List<JsonObject> all = awaitAll(last -> last.getString("event").equals(event));
        return all.getLast();
    }

    /** The next events, up to the first that is the last. */
    public List<JsonObject> awaitAll(Predicate<JsonObject> last) throws Exception {
        List<JsonObject> all = new ArrayList<>();
        do {
            JsonObject next = heard.poll(WAIT.toSeconds(), TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nothing more after " + all);
            }
            all.add(next);
        } while (!last.test(all.getLast()));
        return all;
    }

    /** Says it and waits for the end of its answer. */
    public List<JsonObject> say(String message) throws Exception {
        send(new JsonObject().put("message", message));
        return awaitAll(SocketTalk::isLast);
    }

    static boolean isLast(JsonObject event) {
        return event.getString("event").equals("done")
                || event.getString("event").equals("error");
    }

    /** What the tokens among these say. */
    public static String text(List<JsonObject> events) {
        return events.stream()
                .filter(event -> event.getString("event").equals("token"))
                .map(event -> event.getJsonObject("data").getString("text"))
                .collect(Collectors.joining());
    }

    /** Completes with the status when the other side closes. */
    CompletableFuture<Integer> closed() {
        return closed;
    }

    /** Ends the connection as a crash would. */
    void abort() {
        socket.abort();
    }

    WebSocket socket() {
        return socket;
    }

    @Override
    public void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").exceptionally(_ -> socket); // it may be closed
    }

    private final class Ears implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                heard.add(new JsonObject(text.toString()));
                text.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            closed.complete(status);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.completeExceptionally(error);
        }
    }
}
