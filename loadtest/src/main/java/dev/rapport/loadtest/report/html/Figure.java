package dev.rapport.loadtest.report.html;

import java.util.function.Consumer;

/** A chart with its caption, and its numbers as a table that can be opened. */
record Figure(String id, String title, String note) {
    void write(Markup markup, Consumer<Markup> drawing, Consumer<Markup> table) {
        begin(markup);
        markup.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", title + ", drawing");
        drawing.accept(markup);
        markup.close();
        end(markup, table);
    }

    /** For drawings that wrap by themselves. */
    void writeGrid(Markup markup, Consumer<Markup> drawings, Consumer<Markup> table) {
        begin(markup);
        markup.open("div", "class", "multiples");
        drawings.accept(markup);
        markup.close();
        end(markup, table);
    }

    private void begin(Markup markup) {
        markup.open("figure", "id", id).open("figcaption").element("h3", title);
        if (!note.isEmpty()) {
            markup.element("p", note);
        }
        markup.close();
    }

    private void end(Markup markup, Consumer<Markup> table) {
        markup.open("details").element("summary", "The numbers of this drawing");
        table.accept(markup);
        markup.close().close();
    }
}
