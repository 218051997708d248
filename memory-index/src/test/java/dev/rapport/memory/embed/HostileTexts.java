package dev.rapport.memory.embed;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/** Texts of all kinds that people and programs send; the same seed gives the same ones. */
final class HostileTexts {
    private static final String[] WORDS = {
        "sister",
        "Porto",
        "don't",
        "co-operate",
        "Stra\u00DFe",
        "na\u00EFve",
        "e.g.",
        "3.14",
        "$50",
        "C++",
        "I'm",
        "@mia",
        "unbelievably",
        "antidisestablishmentarianism",
        "x=y;",
        "foo_bar",
        "http://a.b/c?d=e&f",
        "#tag",
        "50%",
        "R\u00C9SUM\u00C9"
    };
    private static final String[] CODE = {
        "for (int i = 0; i < n; i++) { a[i] += b[i]; }\n",
        "SELECT * FROM t WHERE x = 'y' -- z\n",
        "<p class=\"a\">&amp;</p>\n",
        "{\"k\": [1, 2.5e-3, null]}\n",
        "\tdef f(self, *args): return lambda x: x ** 2\n"
    };
    private static final String[] EMOJI = {
        "\uD83D\uDE42",
        "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67",
        "\uD83C\uDDF5\uD83C\uDDF9",
        "\u2764\uFE0F",
        "\uD83D\uDC4D\uD83C\uDFFD"
    };

    /** First and last code points of scripts, those written from right to left among them. */
    private static final int[][] SCRIPTS = {
        {0x20, 0x7E},
        {0xA0, 0x24F},
        {0x250, 0x2AF},
        {0x370, 0x3FF},
        {0x400, 0x4FF},
        {0x531, 0x58A},
        {0x5D0, 0x5EA},
        {0x620, 0x64A},
        {0x904, 0x939},
        {0x985, 0x9B9},
        {0xE01, 0xE3A},
        {0xE81, 0xEAE},
        {0x10A0, 0x10FF},
        {0x1100, 0x11FF},
        {0x1200, 0x1248},
        {0x13A0, 0x13F4},
        {0x1780, 0x17B3},
        {0x1E00, 0x1EFF},
        {0x1F00, 0x1F15},
        {0x2000, 0x206F},
        {0x20A0, 0x20BF},
        {0x2100, 0x214F},
        {0x2190, 0x21FF},
        {0x2200, 0x22FF},
        {0x3041, 0x3096},
        {0x30A1, 0x30FA},
        {0x4E00, 0x9FEF},
        {0xAC00, 0xD7A3},
        {0xF900, 0xFA6D},
        {0xFB50, 0xFBB1},
        {0xFF01, 0xFF5E},
        {0x1D400, 0x1D454},
        {0x20000, 0x2A6D6}
    };

    private static final int[] SPACES = {
        ' ', ' ', ' ', '\t', '\n', '\r', 0xA0, 0x2003, 0x3000, 0x200B, 0x2028, 0xAD, 0x7
    };

    private final Random random;

    HostileTexts(long seed) {
        this.random = new Random(seed);
    }

    List<String> next(int count) {
        List<String> texts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            texts.add(next());
        }
        return texts;
    }

    private String next() {
        StringBuilder text = new StringBuilder();
        int parts = 1 + random.nextInt(12);
        for (int i = 0; i < parts; i++) {
            text.append(part());
            if (random.nextInt(4) > 0) {
                text.appendCodePoint(SPACES[random.nextInt(SPACES.length)]);
            }
        }
        return text.toString();
    }

    private String part() {
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> of(WORDS);
            case 3 -> of(CODE);
            case 4 -> of(EMOJI).repeat(1 + random.nextInt(4));
            case 5 -> base64();
            case 6 -> accented();
            case 7 -> letters(95 + random.nextInt(12)); // around the longest word that is cut
            case 8 -> of(WORDS).repeat(1 + random.nextInt(60));
            default -> ofScript();
        };
    }

    private String of(String[] from) {
        return from[random.nextInt(from.length)];
    }

    private String base64() {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private String letters(int count) {
        byte[] letters = new byte[count];
        for (int i = 0; i < count; i++) {
            letters[i] = (byte) ('a' + random.nextInt(26));
        }
        return new String(letters, StandardCharsets.US_ASCII);
    }

    private String accented() {
        StringBuilder text = new StringBuilder();
        for (char letter : letters(1 + random.nextInt(8)).toCharArray()) {
            text.append(letter);
            for (int marks = random.nextInt(4); marks > 0; marks--) {
                text.append((char) (0x300 + random.nextInt(0x4F)));
            }
        }
        return text.toString();
    }

    private String ofScript() {
        int[] script = SCRIPTS[random.nextInt(SCRIPTS.length)];
        StringBuilder text = new StringBuilder();
        for (int i = 1 + random.nextInt(12); i > 0; i--) {
            int codePoint = script[0] + random.nextInt(script[1] - script[0] + 1);
            if (Character.isDefined(codePoint)) {
                text.appendCodePoint(codePoint);
            }
        }
        return text.toString();
    }
}
