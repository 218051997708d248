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

    static int tokens(String text) {
        int tokens = 0;
        int run = 0;
        Kind before = Kind.SPACE;
        for (int i = 0; i < text.length(); i++) {
            Kind kind = Kind.of(text.charAt(i));
            run = kind == before ? run + 1 : 1;
            tokens += switch (kind) {
                case LETTER -> starts(run, LETTERS_OF_A_TOKEN);
                case DIGIT -> starts(run, DIGITS_OF_A_TOKEN);
                case MARK -> starts(run, MARKS_OF_A_TOKEN);
                case WIDE -> 1;
                case SPACE -> 0;
            };
            before = kind;
        }
        return tokens + 1;
    }

    private static int starts(int run, int length) {
        return run % length == 1 ? 1 : 0;
    }

    private enum Kind {
        SPACE,
        LETTER,
        DIGIT,
        MARK,
        /** Not ASCII: a letter of its own, half an emoji. */
        WIDE;

        static Kind of(char c) {
            if (c >= 0x80) {
                return Character.isLetter(c) && c < 0x250 ? LETTER : WIDE;
            }
            if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') {
                return LETTER;
            }
            return c <= ' ' ? SPACE : c >= '0' && c <= '9' ? DIGIT : MARK;
        }
    }
}
