package dev.rapport.launcher;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the terminal client writes. On a terminal everything, what is no answer dimmed. In a pipe the answer alone on the
 * standard output, everything else on the standard error, no colour anywhere.
 *
 * <p>Nothing that a model or a memory says can give orders to a terminal: control characters are shown, not sent.
 */
final class ChatScreen {
    /** Memories that are named; more would push the answer off the screen. */
    private static final int RECALLED_MAX = 3;

    private static final int LINE_CHARS_MAX = 100;

    private static final String DIM = "\u001b[2m";
    private static final String BOLD = "\u001b[1m";
    private static final String PLAIN = "\u001b[0m";
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;
    private final boolean colour;
    private boolean inLine;
    private boolean withinAnswer;

    /** @param colour whether the terminal is to be dimmed and cleared; only on a terminal */
    ChatScreen(PrintStream out, PrintStream err, boolean terminal, boolean colour) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.colour = terminal && colour;
    }

    /** Whether nobody reads what is written: the program at the other end of the pipe has gone. */
    synchronized boolean isUnread() {
        return out.checkError();
    }

    /** Asks for a line. */
    synchronized void prompt() {
        if (terminal) {
            out.print(colour ? BOLD + "> " + PLAIN : "> ");
            out.flush();
        }
    }

    /** A piece of the answer. */
    synchronized void token(String text) {
        leaveLine();
        withinAnswer = true;
        out.print(harmless(text));
        out.flush();
    }

    /** Where the message stands: data of an event {@code queued}. */
    synchronized void queued(Map<String, Object> data) {
        String position = "waiting in line, place " + data.getOrDefault("position", "?");
        long etaMillis = data.get("eta_ms") instanceof Number eta ? eta.longValue() : 0;
        String words = etaMillis > 0
                ? position + ", about " + String.format(Locale.ROOT, "%.1f s", etaMillis / 1_000.0)
                : position;
        if (colour) {
            out.print(CLEAR_LINE + DIM + words + PLAIN);
            out.flush();
            inLine = true;
        } else {
            side(words);
        }
    }

    /** What was recalled: data of an event {@code recalled}. */
    synchronized void recalled(Map<String, Object> data) {
        List<?> memories = data.get("memories") instanceof List<?> list ? list : List.of();
        for (Object memory : memories.subList(0, Math.min(RECALLED_MAX, memories.size()))) {
            if (memory instanceof Map<?, ?> object) {
                side("recalled: %s (%s%s)"
                        .formatted(
                                shortened(text(object, "text")),
                                text(object, "score"),
                                age(text(object, "told_at"), Instant.now())));
            }
        }
        if (memories.size() > RECALLED_MAX) {
            side("recalled: " + (memories.size() - RECALLED_MAX) + " more");
        }
        String traits = (data.get("traits") instanceof List<?> list ? list : List.of())
                .stream()
                        .filter(Map.class::isInstance)
                        .map(trait -> text((Map<?, ?>) trait, "attribute") + " " + text((Map<?, ?>) trait, "value"))
                        .limit(RECALLED_MAX)
                        .collect(Collectors.joining(", "));
        if (!traits.isEmpty()) {
            side("known: " + shortened(traits));
        }
    }

    /** The answer is over: data of its event {@code done}. */
    synchronized void done(Map<String, Object> data) {
        endAnswer();
        if (Boolean.TRUE.equals(data.get("stopped"))) {
            side("stopped");
        }
        if (data.containsKey("provider")) {
            side("%s %s, instance %s%s"
                    .formatted(text(data, "provider"), text(data, "model"), text(data, "instance"), times(data)));
        }
        Object notice = data.getOrDefault("notice", "");
        if (!notice.equals("")) {
            side(notice.toString());
        }
        if (data.get("learned") instanceof List<?> learned && !learned.isEmpty()) {
            side("learned: " + learned.stream().map(Object::toString).collect(Collectors.joining(", ")));
        }
    }

    private static String times(Map<String, Object> data) {
        return data.get("timing_ms") instanceof Map<?, ?> timing
                        && timing.get("first_token") instanceof Number first
                        && timing.get("total") instanceof Number total
                ? String.format(
                        Locale.ROOT, ", first token %.0f ms, total %.0f ms", first.doubleValue(), total.doubleValue())
                : "";
    }

    /** Something beside the answer. */
    synchronized void note(String words) {
        endAnswer();
        side(words);
    }

    /** Something within the answer, which goes on after it; in a pipe that stays in one piece. */
    synchronized void aside(String words) {
        if (terminal) {
            endAnswer();
        }
        side(words);
    }

    /** Something that was asked for, such as a line of a list. */
    synchronized void line(String text) {
        out.println(harmless(text));
        out.flush();
    }

    /** Something went wrong. */
    synchronized void complain(String words) {
        endAnswer();
        err.println(harmless(words));
        err.flush();
    }

    private void endAnswer() {
        leaveLine();
        if (withinAnswer) {
            withinAnswer = false;
            out.println();
            out.flush();
        }
    }

    private void leaveLine() {
        if (inLine) {
            inLine = false;
            out.print(CLEAR_LINE);
        }
    }

    private void side(String words) {
        leaveLine();
        if (terminal) {
            out.println(colour ? DIM + harmless(words) + PLAIN : harmless(words));
            out.flush();
        } else {
            err.println(harmless(words));
            err.flush();
        }
    }

    /** The text with what a terminal would obey made visible: all of C0 but tab and new line, DEL, and C1. */
    static String harmless(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c < ' ' && c != '\n' && c != '\t') {
                shown.append((char) ('\u2400' + c)); // its picture
            } else {
                shown.append(c >= '\u007f' && c <= '\u009f' ? '\ufffd' : c);
            }
        }
        return shown.toString();
    }

    /** In one line, and short. */
    static String shortened(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.codePointCount(0, line.length()) <= LINE_CHARS_MAX
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LINE_CHARS_MAX - 1)) + "…";
    }

    /** ", 3 days ago"; nothing if {@code when} is no time of ISO 8601. */
    static String age(String when, Instant now) {
        try {
            Duration since = Duration.between(Instant.parse(when), now);
            if (since.toMinutes() < 1) {
                return ", just now";
            }
            if (since.toHours() < 1) {
                return ", " + since.toMinutes() + " min ago";
            }
            return since.toDays() < 1 ? ", " + since.toHours() + " h ago" : ", " + since.toDays() + " d ago";
        } catch (DateTimeParseException _) {
            return "";
        }
    }

    static String text(Map<?, ?> object, String field) {
        Object value = object.get(field);
        return value == null ? "" : value.toString();
    }
}
