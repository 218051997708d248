package dev.rapport.chat.compress;

/**
 * About how many tokens a text has, by a look at each character: some 1 us where counting takes 30. It decides where a
 * conversation is cut, which must not cost the counting of all of it; what is sent is counted exactly.
 *
 * <p>English prose comes out 0 to 15 per cent too high (docs/measurements/0016), other scripts and random letters up to some
 * times too low or high.
 */
final class Estimate {
    private static final int LETTERS_OF_A_TOKEN = 6; // after which a word most likely takes one more
    private static final int DIGITS_OF_A_TOKEN = 3; // o200k cuts numbers so
    private static final int MARKS_OF_A_TOKEN = 4; // of one run, such as =====

    private Estimate() {}

    private static final byte SPACE = 0;
    private static final byte LETTER = 1;
    private static final byte DIGIT = 2;
    private static final byte MARK = 3;
    private static final byte WIDE = 4; // not ASCII: a letter of its own, half an emoji

    private static final byte[] KINDS = kinds();

    static int tokens(String text) {
        int tokens = 1;
        int end;
        for (int start = 0; start < text.length(); start = end) {
            byte kind = kind(text.charAt(start));
            end = start + 1;
            while (end < text.length() && kind(text.charAt(end)) == kind) {
                end++;
            }
            int run = end - start;
            tokens += switch (kind) {
                case LETTER -> Math.ceilDiv(run, LETTERS_OF_A_TOKEN);
                case DIGIT -> Math.ceilDiv(run, DIGITS_OF_A_TOKEN);
                case MARK -> Math.ceilDiv(run, MARKS_OF_A_TOKEN);
                case WIDE -> run;
                default -> 0;
            };
        }
        return tokens;
    }

    private static byte kind(char c) {
        return c < KINDS.length ? KINDS[c] : WIDE;
    }

    /* Up to the letters of Latin alphabets, whose words are in o200k as English ones are. */
    private static byte[] kinds() {
        byte[] kinds = new byte[0x250];
        for (char c = 0; c < kinds.length; c++) {
            kinds[c] = Character.isLetter(c)
                    ? LETTER
                    : c <= ' ' ? SPACE : Character.isDigit(c) ? DIGIT : c < 0x80 ? MARK : WIDE;
        }
        return kinds;
    }
}
