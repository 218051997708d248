package dev.rapport.chat.traits;

import java.util.Locale;
import java.util.Set;

/**
 * The message with everything blotted out that the user did not say of themselves: code, pasted lines that begin with
 * {@code >}, and quotations.
 *
 * <p>A short quotation that does not speak in the first person is a title or a name ("my favourite film is 'Alien'") and
 * stays, without its quotation marks. The result has the length of the message, so positions agree. Each character is
 * looked at a fixed number of times: a mark that is never closed is searched for once.
 */
final class OwnText {
    /** Stands for one character that is not the user's own statement. */
    static final char BLOT = '\ufffc';

    /** A longer quotation is a sentence, not a title. */
    private static final int TITLE_LENGTH_MAX = 40;

    private static final String OPENING = "\"'\u201c\u2018\u00ab\u201e`";
    private static final String CLOSING = "\"'\u201d\u2019\u00bb\u201c`";
    private static final Set<String> FIRST_PERSON =
            Set.of("i", "i'm", "i\u2019m", "im", "i've", "i'd", "i'll", "my", "me", "we", "our", "you", "your", "am");
    private static final Set<String> CLIPPED =
            Set.of("cause", "til", "till", "em", "n", "bout", "tis", "twas", "round");

    private final char[] text;
    /** For each kind of quotation mark: from here on it is known that none closes. */
    private final boolean[] neverCloses = new boolean[OPENING.length()];

    private OwnText(String message) {
        this.text = message.toCharArray();
    }

    static String of(String message) {
        OwnText own = new OwnText(message);
        own.blotFences();
        own.blotLines();
        own.blotQuotations();
        return new String(own.text);
    }

    private void blotFences() {
        int at = 0;
        boolean inside = false;
        int start = 0;
        while (at + 2 < text.length) {
            if (text[at] == '`' && text[at + 1] == '`' && text[at + 2] == '`') {
                if (inside) {
                    blot(start, at + 3);
                } else {
                    start = at;
                }
                inside = !inside;
                at += 3;
            } else {
                at++;
            }
        }
        if (inside) { // cut off, or not closed: all the rest is code
            blot(start, text.length);
        }
    }

    private void blotLines() {
        int start = 0;
        while (start < text.length) {
            int end = start;
            while (end < text.length && text[end] != '\n') {
                end++;
            }
            int first = start;
            while (first < end && Character.isWhitespace(text[first])) {
                first++;
            }
            if (first < end && (text[first] == '>' || looksLikeCode(first, end))) {
                blot(first, end);
            }
            start = end + 1;
        }
    }

    private boolean looksLikeCode(int start, int end) {
        int last = end - 1;
        while (last > start && Character.isWhitespace(text[last])) {
            last--;
        }
        if (text[last] == '{' || text[last] == '}') {
            return true;
        }
        boolean semicolon = text[last] == ';';
        for (int i = start; i < last; i++) {
            char here = text[i];
            char next = text[i + 1];
            if ((semicolon && (here == '(' || here == '='))
                    || (here == '(' && next == ')')
                    || (here == '=' && (next == '=' || next == '>'))
                    || (here == '!' && next == '=')
                    || (here == '<' && next == '/')) {
                return true;
            }
        }
        return false;
    }

    private void blotQuotations() {
        int at = 0;
        while (at < text.length) {
            int kind = OPENING.indexOf(text[at]);
            int close = kind >= 0 && opens(at) ? closing(kind, at) : -1;
            if (close < 0) {
                at++;
                continue;
            }
            if (text[at] != '`' && isTitle(at + 1, close)) {
                text[at] = ' ';
                text[close] = ' ';
            } else {
                blot(at, close + 1);
            }
            at = close + 1;
        }
    }

    private boolean opens(int at) {
        char before = at == 0 ? ' ' : text[at - 1];
        boolean apart = Character.isWhitespace(before) || "([{:,-\u2013\u2014".indexOf(before) >= 0;
        return apart && at + 1 < text.length && !clipped(at);
    }

    /** Whether this is the apostrophe of 'cause or 'til. */
    private boolean clipped(int at) {
        if (text[at] != '\'' && text[at] != '\u2018' && text[at] != '\u2019') {
            return false;
        }
        return CLIPPED.contains(letters(at + 1, text.length));
    }

    /** The next mark that closes a quotation of this kind, or -1. */
    private int closing(int kind, int open) {
        if (neverCloses[kind]) {
            return -1;
        }
        char mark = CLOSING.charAt(kind);
        for (int i = open + 1; i < text.length; i++) {
            boolean closes = text[i] == mark || (kind == 1 && text[i] == '\u2019') || (kind == 5 && text[i] == '"');
            if (closes && (i + 1 == text.length || !Character.isLetterOrDigit(text[i + 1]))) {
                return i;
            }
        }
        neverCloses[kind] = true;
        return -1;
    }

    private boolean isTitle(int start, int end) {
        if (end - start > TITLE_LENGTH_MAX) {
            return false;
        }
        int at = start;
        while (at < end) {
            String word = letters(at, end);
            if (FIRST_PERSON.contains(word) || text[at] == '\n') {
                return false;
            }
            at += Math.max(1, word.length());
            while (!word.isEmpty() && at < end && Character.isLetter(text[at])) { // the rest of a long word
                at++;
            }
        }
        return true;
    }

    /** The word that begins here, in lower case; empty if there is none, or none short enough to be listed. */
    private String letters(int start, int limit) {
        int end = start;
        int stop = Math.min(limit, start + 8);
        while (end < stop && (Character.isLetter(text[end]) || text[end] == '\'' || text[end] == '\u2019')) {
            end++;
        }
        return new String(text, start, end - start).toLowerCase(Locale.ROOT);
    }

    private void blot(int start, int end) {
        for (int i = start; i < end; i++) {
            if (text[i] != '\n') {
                text[i] = BLOT;
            }
        }
    }
}
