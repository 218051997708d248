package dev.rapport.loadtest.report.html;

import java.util.function.Consumer;

/** Writes a table row by row. The first cell of a row is its head. */
final class Table {
    private final Markup markup;
    private final String[] heads;
    private int column = -1;

    /** @param heads those that begin with {@code #} are of numbers, and are set right */
    static Table open(Markup markup, String caption, String... heads) {
        markup.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", caption);
        markup.open("table")
                .open("caption")
                .element("span", caption)
                .close()
                .open("thead")
                .open("tr");
        for (String head : heads) {
            if (head.startsWith("#")) {
                markup.element("th", head.substring(1), "scope", "col", "class", "n");
            } else {
                markup.element("th", head, "scope", "col");
            }
        }
        markup.close().close().open("tbody");
        return new Table(markup, heads);
    }

    private Table(Markup markup, String[] heads) {
        this.markup = markup;
        this.heads = heads;
    }

    Table row(String... cells) {
        begin("");
        for (String cell : cells) {
            cell(cell);
        }
        return end();
    }

    /** @param style class of the row, empty for none */
    Table begin(String style) {
        markup.open("tr", style.isEmpty() ? new String[0] : new String[] {"class", style});
        column = 0;
        return this;
    }

    Table cell(String text) {
        if (column >= heads.length) {
            throw new IllegalStateException("column " + column + " (expected: below " + heads.length + ")");
        }
        boolean number = heads[column].startsWith("#");
        if (column == 0) {
            markup.element("th", text, "scope", "row");
        } else if (number) {
            markup.element("td", text, "class", "n");
        } else {
            markup.element("td", text);
        }
        column++;
        return this;
    }

    /** A cell that is more than a text. */
    Table cells(Consumer<Markup> content) {
        markup.open("td");
        content.accept(markup);
        markup.close();
        column++;
        return this;
    }

    /** A text over all columns, below the row that it explains. */
    Table note(String text) {
        markup.open("tr", "class", "note").open("td", "colspan", String.valueOf(heads.length));
        markup.element("div", text).close();
        return end();
    }

    Table end() {
        markup.close();
        column = -1;
        return this;
    }

    void close() {
        markup.close().close().close();
    }
}
