package dev.rapport.chat.compress;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Cuts a text into sentences and code blocks. What stands between quotes or backticks, in a fence, in an address, a number or
 * an abbreviation is never cut. An opened quote or fence that is never closed goes to the end of its paragraph or of the text:
 * too long a part is better than a wrong one.
 *
 * <p>Sees each character a bounded number of times, whatever the text.
 */
final class PassageSplitter {
    /** Longer than any answer that is asked for by default; what comes after it is not looked at. */
    static final int LENGTH_MAX = 32_768;

    /** Of one text; {@value #LENGTH_MAX} characters have some 400 sentences. */
    static final int PARTS_MAX = 512;

    /** A line at least this long was broken by an editor, not ended by its writer. */
    private static final int WRAPPED_LINE_MIN = 60;

    private static final int FENCE_MIN = 3; // CommonMark 0.31, 4.5
    private static final int INDENT_MAX = 3;

    private static final Set<String> NEVER_LAST = Set.of(
            "dr", "mr", "mrs", "ms", "mx", "prof", "st", "mt", "rev", "gen", "col", "vs", "e.g", "i.e", "cf", "approx",
            "z.b", "bzw");
    private static final Set<String> BEFORE_A_NUMBER =
            Set.of("no", "nr", "fig", "eq", "sec", "art", "ch", "vol", "p", "pp", "v", "ver", "ca", "tel");
    private static final Set<String> BEFORE_A_CAPITAL_LAST = Set.of(
            "etc", "inc", "ltd", "co", "corp", "jr", "sr", "a.m", "p.m", "u.s", "u.k", "ph.d", "jan", "feb", "mar",
            "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec");
    private static final int ABBREVIATION_LENGTH_MAX = 6;

    /** Characters that neither end nor open or close anything. */
    private static final boolean[] PLAIN = plain();

    /**
     * A part of the text.
     *
     * @param start index of its first character, which is no space
     * @param end index after its last character, which is no space
     * @param code whether it is a fenced block
     */
    record Part(int start, int end, boolean code) {}

    private final String text;
    private final int length;
    private final boolean whole;
    private final List<Part> parts = new ArrayList<>();

    private char closing; // of the open quote; 0 if none is open
    private int ticks; // length of the run that opened the code; 0 if none is open

    private PassageSplitter(String text) {
        this.text = text;
        this.length = Math.min(text.length(), LENGTH_MAX);
        this.whole = length == text.length();
    }

    private static boolean[] plain() {
        boolean[] plain = new boolean['z' + 1];
        for (char c = 0; c < plain.length; c++) {
            plain[c] = c == ' ' || Character.isLetterOrDigit(c);
        }
        return plain;
    }

    /** The parts in the order of the text, at most {@value #PARTS_MAX}. */
    static List<Part> split(String text) {
        return new PassageSplitter(text).split();
    }

    private List<Part> split() {
        int at = 0;
        int paragraph = 0;
        while (at < length) {
            int lineEnd = lineEnd(at);
            int fence = fence(at, lineEnd);
            if (fence > 0) {
                paragraph(paragraph, at);
                int end = fenceEnd(at, lineEnd, fence);
                add(at, end, true);
                at = paragraph = Math.min(length, end + 1);
            } else {
                if (blank(at, lineEnd)) {
                    paragraph(paragraph, at);
                    paragraph = lineEnd;
                }
                at = lineEnd + 1;
            }
        }
        paragraph(paragraph, length);
        return parts;
    }

    private int lineEnd(int from) {
        int end = text.indexOf('\n', from);
        return end < 0 || end > length ? length : end;
    }

    private boolean blank(int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Character.isWhitespace(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /* Length of the run of backticks or tildes that opens or closes a block on this line; 0 if there is none. */
    private int fence(int from, int to) {
        int at = from;
        while (at < to && at - from < INDENT_MAX && text.charAt(at) == ' ') {
            at++;
        }
        int run = at < to && (text.charAt(at) == '`' || text.charAt(at) == '~') ? run(at, to) : 0;
        boolean inline = run >= FENCE_MIN
                && text.charAt(at) == '`'
                && text.substring(at + run, to).indexOf('`') >= 0;
        return run >= FENCE_MIN && !inline ? run : 0;
    }

    private int run(int from, int to) {
        int at = from;
        while (at < to && text.charAt(at) == text.charAt(from)) {
            at++;
        }
        return at - from;
    }

    private int fenceEnd(int opening, int openingEnd, int openingRun) {
        char mark = text.substring(opening, openingEnd).strip().charAt(0);
        int at = openingEnd + 1;
        while (at < length) {
            int lineEnd = lineEnd(at);
            int run = fence(at, lineEnd);
            if (run >= openingRun) {
                String line = text.substring(at, lineEnd).strip();
                if (line.length() == run && line.charAt(0) == mark) {
                    return lineEnd;
                }
            }
            at = lineEnd + 1;
        }
        return length;
    }

    /* Text without blank lines and fences. */
    private void paragraph(int from, int to) {
        closing = 0;
        ticks = 0;
        int start = from;
        int lineStart = from;
        int at = from;
        while (at < to) {
            char c = text.charAt(at);
            int next = at + 1;
            if (c < PLAIN.length && PLAIN[c]) { // nine of ten
                at = next;
                continue;
            }
            if (c == '`') {
                int run = run(at, to);
                ticks = ticks == 0 ? run : ticks == run ? 0 : ticks;
                next = at + run;
            } else if (ticks == 0 && c == '\n' && closing == 0) {
                if (endsLine(lineStart, at, to)) {
                    add(start, at, false);
                    start = next;
                }
                lineStart = next;
            } else if (ticks == 0) {
                boolean closed = quote(c, at);
                boolean mark = closed ? at > from && isMark(text.charAt(at - 1)) : closing == 0 && isMark(c);
                if (mark) {
                    next = pastMarks(next, to);
                    if (endsSentence(start, at, next, to, closed)) {
                        add(start, next, false);
                        start = next;
                    }
                }
            }
            at = next;
        }
        add(start, to, false);
    }

    private boolean endsLine(int lineStart, int at, int to) {
        int next = at + 1;
        return at - lineStart < WRAPPED_LINE_MIN
                || (next < to && (isItem(next, to) || "#>|".indexOf(text.charAt(next)) >= 0));
    }

    private boolean isItem(int from, int to) {
        int at = from;
        while (at < to && text.charAt(at) == ' ') {
            at++;
        }
        int digits = at;
        while (digits < to && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        boolean bullet = at + 1 < to && "-*+•".indexOf(text.charAt(at)) >= 0 && text.charAt(at + 1) == ' ';
        boolean number = digits > at
                && digits + 1 < to
                && ".)".indexOf(text.charAt(digits)) >= 0
                && text.charAt(digits + 1) == ' ';
        return bullet || number;
    }

    /* Whether this character closes a quote; one that opens it is noted. */
    private boolean quote(char c, int at) {
        if (closing != 0) {
            boolean closes = c == closing || (closing == '“' && c == '”');
            closing = closes ? 0 : closing;
            return closes;
        }
        closing = switch (c) {
            case '"' -> at > 0 && Character.isLetterOrDigit(text.charAt(at - 1)) ? 0 : '"'; // 5" is a length
            case '“' -> '”';
            case '„' -> '“';
            case '«' -> '»';
            case '「' -> '」';
            default -> 0;
        };
        return false;
    }

    private static boolean isMark(char c) {
        return c == '.' || c == '!' || c == '?' || c == '…' || isWide(c);
    }

    private static boolean isWide(char c) {
        return c == '。' || c == '！' || c == '？';
    }

    private int pastMarks(int from, int to) {
        int end = from;
        while (end < to && (isMark(text.charAt(end)) || ")]'’".indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        return end;
    }

    /* Whether the sentence ends whose mark, or the quote after it, stands from at to end. */
    private boolean endsSentence(int start, int at, int end, int to, boolean quoted) {
        if (end >= to || isWide(text.charAt(at))) {
            return true;
        }
        if (!Character.isWhitespace(text.charAt(end))) {
            return false;
        }
        int next = end;
        while (next < to && Character.isWhitespace(text.charAt(next))) {
            next++;
        }
        char follows = next < to ? text.charAt(next) : ' ';
        boolean point = text.charAt(at) == '.';
        boolean goesOn = (quoted || point || text.charAt(at) == '…') && Character.isLowerCase(follows);
        return !goesOn && !(point && end == at + 1 && isAbbreviation(start, at, follows));
    }

    private boolean isAbbreviation(int start, int point, char follows) {
        int from = point;
        while (from > start
                && point - from <= ABBREVIATION_LENGTH_MAX
                && (Character.isLetterOrDigit(text.charAt(from - 1)) || text.charAt(from - 1) == '.')) {
            from--;
        }
        String word = text.substring(from, point).toLowerCase(Locale.ROOT);
        boolean initial = word.length() == 1 && Character.isUpperCase(text.charAt(from)) && !word.equals("i");
        boolean numbered = !word.isEmpty() && word.chars().allMatch(Character::isDigit) && blank(start, from);
        return initial
                || numbered
                || NEVER_LAST.contains(word)
                || (BEFORE_A_NUMBER.contains(word) && Character.isDigit(follows))
                || (BEFORE_A_CAPITAL_LAST.contains(word) && !Character.isUpperCase(follows));
    }

    private void add(int from, int to, boolean code) {
        int start = from;
        int end = to;
        while (start < end && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        boolean cutShort = to == length && !whole; // goes on where nobody looked
        if (start < end && !cutShort && parts.size() < PARTS_MAX) {
            parts.add(new Part(code ? lineStart(start, from) : start, end, code));
        }
    }

    /* A code block keeps its indent: the first line's counts in some languages. */
    private int lineStart(int start, int from) {
        int line = text.lastIndexOf('\n', start);
        return Math.max(from, line + 1);
    }
}
