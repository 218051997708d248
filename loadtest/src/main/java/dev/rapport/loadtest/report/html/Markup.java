package dev.rapport.loadtest.report.html;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Writes text that is well-formed XML and HTML at once. Names are ours; texts and values of attributes are anybody's, and
 * are escaped. Characters that XML cannot hold become U+FFFD.
 */
public final class Markup {
    private static final char REPLACEMENT = '\uFFFD';

    /** A new line after these keeps the source readable; after others it would be a blank that shows. */
    private static final Set<String> BLOCKS = Set.of(
            "html",
            "head",
            "body",
            "title",
            "style",
            "header",
            "main",
            "footer",
            "nav",
            "section",
            "figure",
            "div",
            "p",
            "h1",
            "h2",
            "h3",
            "table",
            "caption",
            "thead",
            "tbody",
            "tr",
            "ul",
            "li",
            "dl",
            "dd",
            "details",
            "svg",
            "g",
            "testsuites",
            "testsuite",
            "testcase",
            "failure",
            "skipped",
            "error",
            "properties",
            "property",
            "meta");

    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * Opens an element.
     *
     * @param attributes names and values by turns
     */
    public Markup open(String tag, String... attributes) {
        begin(tag, attributes);
        out.append('>');
        open.push(tag);
        return this;
    }

    /** An element without content, such as {@code <path/>}. HTML allows it only for its void elements and in drawings. */
    public Markup empty(String tag, String... attributes) {
        begin(tag, attributes);
        out.append("/>");
        newLineAfter(tag);
        return this;
    }

    private void begin(String tag, String... attributes) {
        if (attributes.length % 2 != 0) {
            throw new IllegalArgumentException("attributes: " + attributes.length + " (expected: names and values)");
        }
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1], true);
            out.append('"');
        }
    }

    public Markup text(String text) {
        escape(text, false);
        return this;
    }

    /** Closes the last one opened. */
    public Markup close() {
        String tag = open.pop();
        out.append("</").append(tag).append('>');
        newLineAfter(tag);
        return this;
    }

    /** An element that holds nothing but a text. */
    public Markup element(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close();
    }

    /** Text before the first element, such as a document type. */
    public Markup prologue(String text) {
        if (!out.isEmpty()) {
            throw new IllegalStateException("the prologue comes first");
        }
        out.append(text).append('\n');
        return this;
    }

    /** The whole text. */
    public String end() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("still open: " + open);
        }
        return out.toString();
    }

    private void newLineAfter(String tag) {
        if (BLOCKS.contains(tag)) {
            out.append('\n');
        }
    }

    private void escape(String text, boolean quotes) {
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append(quotes ? "&quot;" : "\"");
                default -> out.appendCodePoint(allowed(c) ? c : REPLACEMENT);
            }
        });
    }

    /** The characters of XML 1.0, production 2, without U+FFFE and U+FFFF, C1 controls and lone surrogates. */
    private static boolean allowed(int c) {
        boolean control = (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7F && c < 0xA0);
        boolean surrogate = c >= 0xD800 && c <= 0xDFFF;
        return !control && !surrogate && c != 0xFFFE && c != 0xFFFF;
    }
}
