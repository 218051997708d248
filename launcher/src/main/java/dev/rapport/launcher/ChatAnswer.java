package dev.rapport.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One message and its answer. Comes back by itself when the connection breaks: within an answer for what is after the last
 * event that came, before it with the same idempotency key, so that the service answers once.
 *
 * <p>{@link #run} is called by one thread, {@link #stop} by any.
 */
final class ChatAnswer {
    /** Waits before each try to come back, in ms; events that come begin the row anew. A busy machine needs most of a minute for one. */
    private static final int[] RETRY_AFTER_MS = {100, 400, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000, 8_000, 8_000, 8_000
    };

    /** From this try on the user is told that the line is lost; most are back before. */
    private static final int TELL_LOST_FROM = 4;

    /** What NGINX says in the place of an instance; the request may have reached one all the same, so the key stays. */
    private static final List<String> GATEWAY_CODES = List.of("\"no_instance\"", "\"instance_timeout\"");

    private final ChatApi api;
    private final String message;
    private final @Nullable String conversation;
    private final ChatScreen screen;
    private final String key = UUID.randomUUID().toString();

    private volatile boolean stopping;
    private volatile String stream = "";
    private volatile @Nullable HttpURLConnection open;
    private volatile @Nullable Thread waiting;
    private String lastId = "";
    private boolean kept = true;
    private boolean signedInAgain;

    ChatAnswer(ChatApi api, String message, @Nullable String conversation, ChatScreen screen) {
        this.api = api;
        this.message = message;
        this.conversation = conversation;
        this.screen = screen;
    }

    /**
     * Shows the answer as it comes.
     *
     * @return the data of its event {@code done}
     * @throws IOException if there is none; the message says why
     */
    Map<String, Object> run() throws IOException {
        IOException last = new IOException("No answer came.");
        for (int tries = 0; tries < RETRY_AFTER_MS.length; tries++) {
            if (tries == TELL_LOST_FROM) {
                screen.aside("The connection is lost; coming back.");
            }
            if (tries > 0) {
                await(Duration.ofMillis(RETRY_AFTER_MS[tries - 1]));
            }
            if (stopping
                    && !stream.isEmpty()) { // without a name it is asked for once more, to have one that can be stopped
                return Map.of("stopped", true);
            }
            String known = lastId;
            try {
                Optional<Map<String, Object>> done = once();
                if (done.isPresent()) {
                    return done.get();
                }
                last = new IOException("The connection broke.");
            } catch (ChatProblem refused) {
                throw refused;
            } catch (IOException lost) {
                last = lost;
            }
            if (stopping) {
                return Map.of("stopped", true);
            }
            if (!lastId.equals(known)) {
                tries = -1;
            }
        }
        throw new IOException("The answer was interrupted (" + last.getMessage()
                + "). Send the message again; ./rapport status says what runs.");
    }

    /* Until the time is over or somebody stops the answer. */
    private void await(Duration time) {
        waiting = Thread.currentThread();
        if (!stopping) {
            LockSupport.parkNanos(time.toNanos());
        }
        waiting = null;
    }

    /** Stops the answer; a second time, waits for nothing any more. */
    void stop() {
        boolean again = stopping;
        stopping = true;
        HttpURLConnection connection = open;
        if (again && connection != null) {
            connection.disconnect();
        } else {
            tellToStop();
            LockSupport.unpark(waiting);
        }
    }

    private void tellToStop() {
        if (stream.isEmpty()) {
            return; // once it has a name, reading goes on here
        }
        try {
            api.stop(stream);
        } catch (IOException e) {
            screen.complain("Not stopped: " + e.getMessage());
        }
    }

    /* Empty if the line ended before the answer did. */
    private Optional<Map<String, Object>> once() throws IOException {
        boolean begun = !stream.isEmpty() && kept;
        HttpURLConnection connection = begun ? api.resume(stream, lastId) : api.ask(message, conversation, key);
        open = connection;
        try {
            int status = connection.getResponseCode();
            if (status == 200) {
                return read(connection);
            }
            if (status == 204) {
                return Optional.empty();
            }
            refused(Http.exchange(connection, 64 * 1024), begun);
            return Optional.empty();
        } finally {
            open = null;
            connection.disconnect();
        }
    }

    /* Returns if it is worth another try. */
    private void refused(Http.Answer answer, boolean begun) throws IOException {
        if (answer.status() == 401 && !signedInAgain) {
            signedInAgain = true;
            api.signIn();
        } else if (begun && answer.status() == 404) {
            kept = false; // the same key may still get it
        } else if (answer.status() < 500 || (!begun && isTheServices(answer.body()))) {
            throw ChatProblem.of(answer);
        }
    }

    private static boolean isTheServices(String problem) {
        return problem.contains("\"detail\"") && GATEWAY_CODES.stream().noneMatch(problem::contains);
    }

    private Optional<Map<String, Object>> read(HttpURLConnection connection) throws IOException {
        String name = connection.getHeaderField("x-stream-id");
        if (name != null && !name.equals(stream)) {
            if (!lastId.isEmpty()) {
                screen.note("The answer begins anew.");
                lastId = "";
            }
            stream = name;
            kept = true;
        }
        if (stopping) {
            tellToStop();
        }
        try (InputStream body = connection.getInputStream()) {
            ServerEvents events = new ServerEvents(body);
            for (Optional<ServerEvents.Event> next = events.next(); next.isPresent(); next = events.next()) {
                ServerEvents.Event event = next.get();
                if (event.name().equals("done")) {
                    return Optional.of(event.data());
                }
                if (event.name().equals("error")) {
                    throw ChatProblem.of(status(event.data()), event.data());
                }
                show(event);
            }
        }
        return Optional.empty();
    }

    /* What came already comes again when the whole answer is asked for anew. */
    private void show(ServerEvents.Event event) {
        if (!event.id().isEmpty()) {
            if (number(event.id()) <= number(lastId)) {
                return;
            }
            lastId = event.id();
        }
        switch (event.name()) {
            case "queued" -> screen.queued(event.data());
            case "recalled" -> screen.recalled(event.data());
            case "token" -> screen.token(event.data().getOrDefault("text", "").toString());
            case "replaced" -> screen.aside("Another provider goes on.");
            default -> {} // newer than this client
        }
    }

    private static int number(String id) {
        try {
            return id.isEmpty() ? -1 : Integer.parseInt(id.substring(id.lastIndexOf('-') + 1));
        } catch (NumberFormatException _) {
            return Integer.MAX_VALUE;
        }
    }

    private static int status(Map<String, Object> problem) {
        return problem.get("status") instanceof Number status ? status.intValue() : 500;
    }
}
