package dev.rapport.launcher;

import dev.rapport.memory.NodeFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Deque's accessibility checker, from the npm registry at the first run, into {@code target}; run inside a page. */
final class AxeCore {
    private static final String PACKAGE = "axe-core@4.14.1";

    private final String script;

    private AxeCore(String script) {
        this.script = script;
    }

    static AxeCore installed() throws IOException, InterruptedException {
        NodeFolder folder = NodeFolder.with(Path.of("target", "axe-core"), List.of(PACKAGE));
        return new AxeCore(Files.readString(folder.resolve("node_modules/axe-core/axe.min.js")));
    }

    /** What it found in the page as it is now: impact, rule and elements, as {@code serious color-contrast: .answer p}. */
    List<String> findings(Browser browser) {
        browser.script(script);
        Object found = browser.laterScript("""
                const done = arguments[0];
                axe.run(document, {resultTypes: ['violations']}).then((result) => done(result.violations.map((rule) =>
                  `${rule.impact} ${rule.id}: ${rule.nodes.map((node) => node.target.join(' ')).join(', ')}`)))""");
        return ((List<?>) found).stream().map(String::valueOf).toList();
    }

    /** How many findings there are of each impact, for people. */
    static Map<String, Integer> counts(List<String> findings) {
        Map<String, Integer> counts = new TreeMap<>(Map.of("critical", 0, "serious", 0, "moderate", 0, "minor", 0));
        findings.forEach(finding -> counts.merge(finding.substring(0, finding.indexOf(' ')), 1, Integer::sum));
        return counts;
    }
}
