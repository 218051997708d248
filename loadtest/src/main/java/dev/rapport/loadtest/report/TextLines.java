package dev.rapport.loadtest.report;

/** Lines of bounded width. What comes from outside cannot move the cursor or colour the console. */
final class TextLines {
    /** Verdict, metric, limit, value, interval, n. */
    private static final int[] WIDTHS = {13, 27, 13, 12, 21, 9};

    private final int width;
    private final StringBuilder out = new StringBuilder();

    TextLines(int width) {
        this.width = width;
    }

    void blank() {
        out.append('\n');
    }

    /** Words that do not fit go on below the text's beginning; a word that fits nowhere is cut in pieces. */
    void wrapped(String indent, String text) {
        int room = width - indent.length();
        StringBuilder line = new StringBuilder();
        String before = indent;
        for (String word : plain(text).split(" ", -1)) {
            String rest = word;
            while (line.length() + (line.isEmpty() ? 0 : 1) + rest.length() > room) {
                if (line.isEmpty()) {
                    line.append(rest, 0, room);
                    rest = rest.substring(room);
                }
                end(before, line);
                before = " ".repeat(indent.length());
            }
            line.append(line.isEmpty() ? "" : " ").append(rest);
        }
        end(before, line);
    }

    /** The first two to the left, the others to the right. What is too long pushes the next, or ends the line. */
    void columns(String indent, String... cells) {
        StringBuilder line = new StringBuilder(indent);
        int end = indent.length();
        for (int i = 0; i < cells.length; i++) {
            end += WIDTHS[i];
            String cell = plain(cells[i]);
            String text = i < 2 ? cell : " ".repeat(Math.max(1, end - line.length() - cell.length())) + cell;
            if (line.length() + text.length() > width) {
                end(line.toString(), new StringBuilder());
                line = new StringBuilder(indent).append(" ".repeat(WIDTHS[0]));
                end = width;
                text = cell.substring(0, Math.min(cell.length(), width - line.length()));
            }
            line.append(text);
            if (i < 2) {
                line.append(" ".repeat(Math.max(1, end - line.length())));
            }
        }
        end(line.toString(), new StringBuilder());
    }

    private void end(String before, StringBuilder line) {
        out.append((before + line).stripTrailing()).append('\n');
        line.setLength(0);
    }

    /** Line ends become blanks, other control characters question marks. */
    private static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        text.codePoints()
                .forEach(c -> plain.appendCodePoint(
                        c == '\n' || c == '\t' || c == '\r' ? ' ' : Character.isISOControl(c) ? '?' : c));
        return plain.toString();
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
