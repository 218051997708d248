package dev.rapport.memory.embed;

/** Reads the members of one JSON object of strings and whole numbers, from behind its opening brace. */
final class FlatJson {
    private final String text;
    private int at;

    FlatJson(String text, int at) {
        this.text = text;
        this.at = at;
    }

    /** Whether another member follows; skips the comma before it. */
    boolean hasNext() {
        skipWhiteSpace();
        if (peek() == ',') {
            at++;
            skipWhiteSpace();
        }
        return peek() != '}';
    }

    String name() {
        expect('"');
        StringBuilder name = new StringBuilder();
        while (peek() != '"') {
            char c = next();
            name.append(c == '\\' ? escaped() : c);
        }
        at++;
        skipWhiteSpace();
        expect(':');
        return name.toString();
    }

    int number() {
        skipWhiteSpace();
        int start = at;
        while (Character.isDigit(peek())) {
            at++;
        }
        if (start == at) {
            throw malformed("a number");
        }
        return Integer.parseInt(text, start, at, 10);
    }

    private char escaped() {
        char c = next();
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> {
                if (at + 4 > text.length()) {
                    throw malformed("four hexadecimal digits");
                }
                at += 4;
                yield (char) Integer.parseInt(text, at - 4, at, 16);
            }
            default -> c;
        };
    }

    private void expect(char expected) {
        if (next() != expected) {
            at--;
            throw malformed("'" + expected + "'");
        }
    }

    private char next() {
        char c = peek();
        at++;
        return c;
    }

    private char peek() {
        if (at >= text.length()) {
            throw malformed("more");
        }
        return text.charAt(at);
    }

    private void skipWhiteSpace() {
        while (Character.isWhitespace(peek())) {
            at++;
        }
    }

    private IllegalArgumentException malformed(String expected) {
        return new IllegalArgumentException(
                "tokenizer file: wrong at character " + at + " (expected: " + expected + ")");
    }
}
