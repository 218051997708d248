package dev.rapport.chat.traits;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Cuts a message into words and marks, in one pass.
 *
 * <p>A word may hold hyphens, apostrophes, and a point where it is a number (3.5), an address (example.org) or an
 * abbreviation (e.g). Spaces are dropped, the ends of lines are marks.
 */
final class WordReader {
    /** Longer is no word of a language: its text is left empty, so that it neither matches nor becomes a value. */
    static final int WORD_LENGTH_MAX = 64;

    private static final Set<String> AFTER_POINT =
            Set.of("com", "org", "net", "io", "dev", "js", "py", "java", "txt", "pdf", "html", "ai", "eu", "app", "uk");

    private final String message;
    private final String own;
    private final List<Word> words = new ArrayList<>();

    private WordReader(String message, String own) {
        this.message = message;
        this.own = own;
    }

    /**
     * Reads the words.
     *
     * @param own the message with everything that is not the user's own statement blotted out, of the same length
     */
    static Words read(String message, String own) {
        WordReader reader = new WordReader(message, own);
        reader.readAll();
        return new Words(message, reader.words);
    }

    private void readAll() {
        int at = 0;
        while (at < own.length()) {
            int codePoint = own.codePointAt(at);
            if (inWord(codePoint)) {
                int end = isUrl(at) ? urlEnd(at) : wordEnd(at);
                addWord(at, end);
                at = end;
            } else {
                int size = Character.charCount(codePoint);
                if (codePoint == '\n' || (visible(codePoint) && !blotted(at))) {
                    words.add(new Word(own.substring(at, at + size), at, at + size, true, false));
                }
                at += size;
            }
        }
    }

    private static boolean visible(int codePoint) {
        return !Character.isWhitespace(codePoint) && !Character.isSpaceChar(codePoint);
    }

    /** One mark stands for a whole stretch that is blotted out. */
    private boolean blotted(int at) {
        return at > 0 && own.charAt(at) == OwnText.BLOT && own.charAt(at - 1) == OwnText.BLOT;
    }

    private boolean isUrl(int at) {
        return own.startsWith("http://", at) || own.startsWith("https://", at) || own.startsWith("www.", at);
    }

    private int urlEnd(int start) {
        int end = start;
        while (end < own.length() && !Character.isWhitespace(own.charAt(end)) && own.charAt(end) != OwnText.BLOT) {
            end++;
        }
        while (end > start + 1 && ".,;:!?)\"'".indexOf(own.charAt(end - 1)) >= 0) {
            end--;
        }
        return end;
    }

    private int wordEnd(int start) {
        int end = start;
        while (end < own.length()) {
            int codePoint = own.codePointAt(end);
            if (!inWord(codePoint) && !joins(start, end)) {
                break;
            }
            end += Character.charCount(codePoint);
        }
        if (end - start == 1 && end < own.length()) { // C++ and C#
            if (own.startsWith("++", end)) {
                end += 2;
            } else if (own.charAt(end) == '#') {
                end++;
            }
        }
        return end;
    }

    /** Whether the mark at {@code at} holds the letters before and after it together. */
    private boolean joins(int start, int at) {
        if (at + 1 >= own.length() || !inWord(own.codePointAt(at + 1))) {
            return false;
        }
        return switch (own.charAt(at)) {
            case '-', '\'', '\u2019', '\u2018', '\u02bc', '\u2010', '\u2011', '_', '&', '@' -> true;
            case '.' -> pointJoins(start, at);
            case ',', ':', '/' -> Character.isDigit(own.charAt(at - 1)) && Character.isDigit(own.charAt(at + 1));
            default -> false;
        };
    }

    private boolean pointJoins(int start, int at) {
        boolean shortHead = at - start == 1 || (at - start >= 2 && own.charAt(at - 2) == '.');
        if (shortHead || (Character.isDigit(own.charAt(at - 1)) && Character.isDigit(own.charAt(at + 1)))) {
            return true;
        }
        int end = at + 1;
        while (end < own.length() && end - at <= 5 && Character.isLetter(own.charAt(end))) {
            end++;
        }
        return AFTER_POINT.contains(own.substring(at + 1, end));
    }

    private void addWord(int start, int end) {
        boolean capital = Character.isUpperCase(own.codePointAt(start));
        String text = end - start > WORD_LENGTH_MAX ? "" : plain(start, end);
        Contractions.Split split = Contractions.of(text);
        if (split.secondAt() == 0 || text.length() != end - start) { // some capitals are longer in lower case
            words.add(new Word(text, start, end, false, capital));
        } else {
            int middle = start + split.secondAt();
            words.add(new Word(split.first(), start, middle, false, capital));
            words.add(new Word(split.second(), middle, end, false, false));
        }
    }

    private String plain(int start, int end) {
        return message.substring(start, end)
                .toLowerCase(Locale.ROOT)
                .replace('\u2019', '\'')
                .replace('\u2018', '\'')
                .replace('\u02bc', '\'')
                .replace('\u2010', '-')
                .replace('\u2011', '-');
    }

    private static boolean inWord(int codePoint) {
        if (codePoint < 128) {
            return (codePoint >= 'a' && codePoint <= 'z')
                    || (codePoint >= 'A' && codePoint <= 'Z')
                    || (codePoint >= '0' && codePoint <= '9');
        }
        return Character.isLetterOrDigit(codePoint) || Character.getType(codePoint) == Character.NON_SPACING_MARK;
    }
}
