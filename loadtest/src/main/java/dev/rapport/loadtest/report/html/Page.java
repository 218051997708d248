package dev.rapport.loadtest.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The frame of a page: head, contents, sections, foot. */
final class Page {
    private final String title;
    private final List<Section> sections = new ArrayList<>();

    private record Section(String id, String title, Consumer<Markup> body) {}

    Page(String title) {
        this.title = title;
    }

    Page section(String id, String sectionTitle, Consumer<Markup> body) {
        sections.add(new Section(id, sectionTitle, body));
        return this;
    }

    Page sectionIf(boolean there, String id, String sectionTitle, Consumer<Markup> body) {
        return there ? section(id, sectionTitle, body) : this;
    }

    /** @param header what comes before the contents */
    String html(Consumer<Markup> header, String foot) {
        Markup markup = new Markup();
        markup.prologue("<!DOCTYPE html>").open("html", "lang", "en");
        head(markup);
        markup.open("body").open("header");
        header.accept(markup);
        contents(markup);
        markup.close().open("main");
        for (Section section : sections) {
            markup.open("section", "id", section.id, "aria-labelledby", section.id + "-h");
            markup.element("h2", section.title, "id", section.id + "-h");
            section.body.accept(markup);
            markup.close();
        }
        markup.close().open("footer").element("p", foot).close().close().close();
        return markup.end();
    }

    private void head(Markup markup) {
        markup.open("head").empty("meta", "charset", "utf-8");
        markup.empty("meta", "http-equiv", "Content-Security-Policy", "content", Style.policy());
        markup.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        markup.empty("meta", "name", "color-scheme", "content", "light dark");
        markup.empty("meta", "name", "referrer", "content", "no-referrer");
        markup.element("title", title).element("style", Style.CSS).close();
    }

    private void contents(Markup markup) {
        markup.open("nav", "aria-label", "Contents");
        sections.forEach(section ->
                markup.element("a", section.title, "href", "#" + section.id).text(" "));
        markup.close();
    }
}
