package dev.rapport.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code ./rapport chat}: each line that is read is a message, or a command that begins with a slash. Ends with its input.
 *
 * <p>Ctrl-C stops the answer; where none is being written it says how to leave, and the second time leaves.
 */
final class ChatCommand {
    private static final String HELP = """
            /new               begin a new conversation
            /conversations     list the newest; /open ID goes on with one
            /memories [WORDS]  list the newest, or those that bear on the words
            /forget ID         forget a memory
            /quit              leave; so does Ctrl-D. Ctrl-C stops an answer""";

    /** As a shell reports a program that Ctrl-C ended. */
    private static final int INTERRUPTED = 130;

    private final ChatApi api;
    private final BufferedReader lines;
    private final ChatScreen screen;
    private @Nullable String conversation;
    private volatile @Nullable ChatAnswer answer;
    private volatile boolean warned;
    private boolean failed;

    ChatCommand(ChatApi api, BufferedReader lines, ChatScreen screen) {
        this.api = api;
        this.lines = lines;
        this.screen = screen;
    }

    /**
     * Reads and answers until the input ends.
     *
     * @param welcome what a person is told first; empty if nobody is there
     * @return the exit status: 1 if something failed and nobody was there to see it
     */
    int run(String welcome) throws IOException {
        boolean interactive = !welcome.isEmpty();
        api.signIn();
        Interrupts.handle(this::interrupted);
        if (interactive) {
            screen.note(welcome);
        }
        screen.prompt();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            warned = false;
            String said = line.strip();
            if (said.equals("/quit")) {
                break;
            }
            if (!said.isEmpty()) {
                attempt(said);
            }
            if (screen.isUnread()) {
                return 1; // what comes next would be asked, paid for and learned from for nobody
            }
            screen.prompt();
        }
        return failed && !interactive ? 1 : 0;
    }

    private void attempt(String said) {
        try {
            if (said.startsWith("/")) {
                command(said);
            } else {
                say(said);
            }
        } catch (IOException | LaunchProblem e) {
            failed = true;
            screen.complain(String.valueOf(e.getMessage()));
        }
    }

    private void say(String message) throws IOException {
        ChatAnswer asked = new ChatAnswer(api, message, conversation, screen);
        answer = asked;
        try {
            Map<String, Object> done = asked.run();
            conversation = done.getOrDefault("conversation", conversation == null ? "" : conversation)
                    .toString();
            conversation = conversation.isEmpty() ? null : conversation;
            screen.done(done);
        } finally {
            answer = null;
        }
    }

    private void command(String said) throws IOException {
        String[] words = said.split("\\s+", 2);
        String rest = words.length > 1 ? words[1].strip() : "";
        switch (words[0]) {
            case "/new" -> {
                conversation = "new";
                screen.note("A new conversation.");
            }
            case "/open" -> open(rest);
            case "/conversations" -> list(api.conversations(), "title", "last_at", "No conversations yet.");
            case "/memories" ->
                list(api.memories(rest), "text", "at", rest.isEmpty() ? "Nothing yet." : "Nothing bears on that.");
            case "/forget" -> forget(rest);
            case "/help" -> screen.line(HELP);
            default -> throw new IOException(words[0] + ": no such command (/help lists them)");
        }
    }

    private void open(String id) throws IOException {
        if (id.isEmpty()) {
            throw new IOException("/open: no ID (/conversations lists them)");
        }
        conversation = id;
        screen.note("On with " + id + ".");
    }

    private void forget(String id) throws IOException {
        if (id.isEmpty()) {
            throw new IOException("/forget: no ID (/memories lists them)");
        }
        api.forget(id);
        screen.note("Forgotten.");
    }

    private void list(List<?> found, String text, String at, String none) {
        if (found.isEmpty()) {
            screen.note(none);
        }
        for (Object each : found) {
            if (each instanceof Map<?, ?> object) {
                screen.line("%s  %s%s"
                        .formatted(
                                ChatScreen.text(object, "id"),
                                ChatScreen.shortened(ChatScreen.text(object, text)),
                                ChatScreen.age(ChatScreen.text(object, at), Instant.now())));
            }
        }
    }

    private void interrupted() {
        ChatAnswer asked = answer;
        if (asked != null) {
            asked.stop();
        } else if (warned) {
            Runtime.getRuntime().halt(INTERRUPTED); // the reading thread waits for a line, which nothing can end
        } else {
            warned = true;
            screen.note("/quit or Ctrl-D leaves, and so does another Ctrl-C.");
            screen.prompt();
        }
    }
}
