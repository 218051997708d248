package dev.rapport.memory.embed;

import java.text.Normalizer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts text into the word pieces that an uncased BERT model reads.
 *
 * <p>Control characters go; accents go; letters become lower case; each punctuation mark and each Chinese character is a
 * word of its own; a word is cut greedily into the longest pieces known, and is {@code [UNK]} as a whole if that fails
 * or if it is longer than {@value #WORD_LENGTH_MAX} characters (source: Devlin et al. 2018, google-research/bert,
 * tokenization.py). One thing differs on purpose: {@code [CLS]} or {@code [SEP]} typed by a user is plain text here.
 *
 * <p>Reads the text once, from the front, and stops when the model is full or at {@value #LENGTH_LOOKED_AT_MAX}
 * characters, so its time is bounded whatever it is given. Any string will do, also one with half a surrogate pair.
 * Safe for use by many threads at once.
 */
final class WordPieceTokenizer {
    /** Pieces that the model takes, the two at the ends included. Its recall was measured with sentences far shorter. */
    static final int TOKENS_MAX = 256;

    /** Room for 254 words of 128 characters: more than any prose needs, so the cut is for hostile text only. */
    static final int LENGTH_LOOKED_AT_MAX = 32_768;

    private static final int WORD_LENGTH_MAX = 100;

    private final Vocabulary vocabulary;
    private final int start;
    private final int end;
    private final int unknown;

    WordPieceTokenizer(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        this.start = vocabulary.special("[CLS]");
        this.end = vocabulary.special("[SEP]");
        this.unknown = vocabulary.special("[UNK]");
    }

    /** A text, cut. */
    static final class Tokens {
        private final long[] ids;
        private final boolean truncated;

        private Tokens(long[] ids, boolean truncated) {
            this.ids = ids;
            this.truncated = truncated;
        }

        /** The numbers of the pieces, between start and end mark; at most {@value #TOKENS_MAX}. Not a copy. */
        long[] ids() {
            return ids;
        }

        /** Whether something of the text is left out, be it white space only. */
        boolean truncated() {
            return truncated;
        }
    }

    Tokens tokenize(String text) {
        Pieces pieces = read(text);
        long[] ids = pieces.finish();
        return new Tokens(ids, pieces.isCut);
    }

    private Pieces read(String text) {
        Pieces pieces = new Pieces();
        int length = Math.min(text.length(), LENGTH_LOOKED_AT_MAX);
        int codePoint;
        int i = 0;
        for (; i < length && !pieces.isFull(); i += Character.charCount(codePoint)) {
            codePoint = text.codePointAt(i);
            if (codePoint < 0x80) {
                pieces.take(Character.toLowerCase(codePoint));
            } else {
                takeBeyondAscii(codePoint, pieces);
            }
        }
        pieces.isCut = i < text.length();
        return pieces;
    }

    private static void takeBeyondAscii(int codePoint, Pieces pieces) {
        if (isIgnored(codePoint)) {
            return;
        }
        if (isChinese(codePoint)) {
            pieces.endWord();
            takeWithoutAccents(codePoint, pieces);
            pieces.endWord();
        } else {
            takeWithoutAccents(codePoint, pieces);
        }
    }

    private static void takeWithoutAccents(int codePoint, Pieces pieces) {
        // One code point at a time: what decomposition would reorder between two of them are accents, and those go.
        String decomposed = Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFD);
        decomposed
                .codePoints()
                .filter(part -> Character.getType(part) != Character.NON_SPACING_MARK)
                .forEach(part -> pieces.take(Character.toLowerCase(part)));
    }

    /** Control, format and private characters, halves of pairs, and the replacement character. */
    private static boolean isIgnored(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE -> true;
            default -> codePoint == 0xFFFD;
        };
    }

    private static boolean isWhiteSpace(int codePoint) {
        return codePoint == '\t' || codePoint == '\n' || codePoint == '\r' || Character.isSpaceChar(codePoint);
    }

    private static boolean isPunctuation(int codePoint) {
        if (codePoint < 0x80) { // in ASCII, symbols like $ and + count as well
            return codePoint > ' ' && codePoint != 0x7F && !Character.isLetterOrDigit(codePoint);
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }

    /** The CJK unified and compatibility ideographs: not kana, not Hangul, which are written with spaces in between. */
    private static boolean isChinese(int codePoint) {
        return (codePoint >= 0x4E00 && codePoint <= 0x9FFF)
                || (codePoint >= 0x3400 && codePoint <= 0x4DBF)
                || (codePoint >= 0xF900 && codePoint <= 0xFAFF)
                || (codePoint >= 0x20000 && codePoint <= 0x2A6DF)
                || (codePoint >= 0x2A700 && codePoint <= 0x2CEAF)
                || (codePoint >= 0x2F800 && codePoint <= 0x2FA1F);
    }

    /** The pieces so far, and the word that is being read. */
    private final class Pieces {
        private final long[] ids = new long[TOKENS_MAX];
        private final StringBuilder word = new StringBuilder();
        private int count = 1;
        private int wordCodePoints;
        private boolean isCut;

        private Pieces() {
            ids[0] = start;
        }

        private boolean isFull() {
            return count == TOKENS_MAX - 1; // the last place is the end mark's
        }

        private void take(int codePoint) {
            if (isWhiteSpace(codePoint)) {
                endWord();
            } else if (isPunctuation(codePoint)) {
                endWord();
                append(codePoint);
                endWord();
            } else if (codePoint > ' ' && codePoint != 0x7F) { // the ASCII control characters go, the others are gone
                append(codePoint);
            }
        }

        private void append(int codePoint) {
            wordCodePoints++;
            if (wordCodePoints <= WORD_LENGTH_MAX) { // a longer one is [UNK], whatever follows
                word.appendCodePoint(codePoint);
            }
        }

        private void endWord() {
            if (wordCodePoints > WORD_LENGTH_MAX) {
                add(unknown);
            } else if (wordCodePoints > 0) {
                cut(word.toString());
            }
            word.setLength(0);
            wordCodePoints = 0;
        }

        private void cut(String wholeWord) {
            int countBefore = count;
            boolean cutBefore = isCut;
            int from = 0;
            while (from < wholeWord.length()) {
                int to = Math.min(wholeWord.length(), from + vocabulary.lengthMax());
                Integer id = lookUp(wholeWord, from, to);
                while (id == null && to > from + 1) {
                    to--;
                    id = lookUp(wholeWord, from, to);
                }
                if (id == null) {
                    count = countBefore;
                    isCut = cutBefore;
                    add(unknown);
                    return;
                }
                add(id);
                from = to;
            }
        }

        private @Nullable Integer lookUp(String wholeWord, int from, int to) {
            String piece = wholeWord.substring(from, to);
            return from == 0 ? vocabulary.start(piece) : vocabulary.continuation(piece);
        }

        private void add(int id) {
            if (isFull()) {
                isCut = true;
            } else {
                ids[count++] = id;
            }
        }

        private long[] finish() {
            endWord();
            ids[count++] = end;
            return Arrays.copyOf(ids, count);
        }
    }
}
