package dev.rapport.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Counts what the tests of all modules reported. Uses nothing but the JDK, so that {@code ./rapport test} can run it from
 * its source even when the build failed.
 */
final class TestSummary {
    private static final Pattern TAP_TOTAL = Pattern.compile("# (pass|fail|cancelled|skipped) ([0-9]{1,9})");

    private TestSummary() {}

    /** The tests of one kind. */
    record Count(int passed, int failed, int skipped) {
        static final Count NONE = new Count(0, 0, 0);

        Count plus(Count other) {
            return new Count(passed + other.passed, failed + other.failed, skipped + other.skipped);
        }
    }

    /**
     * Prints the counts; exits with 1 if a test failed or none ran.
     *
     * @param args the checkout, and the second (of the epoch) at which the tests began: older reports are of other runs
     */
    public static void main(String[] args) throws IOException {
        Path root = Path.of(args[0]);
        Instant since = Instant.ofEpochSecond(Long.parseLong(args[1]));
        Map<String, Count> counts = new LinkedHashMap<>();
        counts.put("unit", count(root, "surefire-reports", since));
        counts.put("integration", count(root, "failsafe-reports", since));
        Path page = root.resolve("chat-service").resolve("target").resolve("page-tests.tap");
        if (Files.exists(page) && isOfThisRun(page, since)) {
            counts.put("page", countOfTap(Files.readAllLines(page)));
        }
        Count all = sum(counts);
        System.out.print(text(counts));
        System.exit(all.failed() > 0 || all.passed() == 0 ? 1 : 0);
    }

    /** One line for each kind, then the sum. */
    static String text(Map<String, Count> counts) {
        StringBuilder text = new StringBuilder();
        counts.forEach((kind, count) -> text.append("%-12s %5d passed, %d failed, %d skipped%n"
                .formatted(kind + ":", count.passed(), count.failed(), count.skipped())));
        Count all = sum(counts);
        return text.append("%d passed, %d failed%n".formatted(all.passed(), all.failed()))
                .toString();
    }

    private static Count sum(Map<String, Count> counts) {
        return counts.values().stream().reduce(Count.NONE, Count::plus);
    }

    /** What the last lines of node's report say; a report without them is one failure. */
    static Count countOfTap(List<String> lines) {
        Map<String, Integer> numbers = new HashMap<>();
        for (String line : lines) {
            Matcher total = TAP_TOTAL.matcher(line);
            if (total.matches()) {
                numbers.put(total.group(1), Integer.parseInt(total.group(2)));
            }
        }
        return numbers.containsKey("pass") && numbers.containsKey("fail")
                ? new Count(
                        numbers.getOrDefault("pass", 0),
                        numbers.getOrDefault("fail", 0) + numbers.getOrDefault("cancelled", 0),
                        numbers.getOrDefault("skipped", 0))
                : new Count(0, 1, 0);
    }

    /** Adds up the reports of one kind in all modules. */
    static Count count(Path root, String folder, Instant since) throws IOException {
        Count sum = Count.NONE;
        try (Stream<Path> modules = Files.list(root)) {
            for (Path module : modules.filter(Files::isDirectory).toList()) {
                Path reports = module.resolve("target").resolve(folder);
                if (Files.isDirectory(reports)) {
                    sum = sum.plus(countIn(reports, since));
                }
            }
        }
        return sum;
    }

    private static Count countIn(Path reports, Instant since) throws IOException {
        Count sum = Count.NONE;
        List<Path> files;
        try (Stream<Path> all = Files.list(reports)) {
            files = all.filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
                    .toList();
        }
        for (Path file : files) {
            if (isOfThisRun(file, since)) {
                sum = sum.plus(countIn(file));
            }
        }
        return sum;
    }

    private static boolean isOfThisRun(Path report, Instant since) throws IOException {
        return !Files.getLastModifiedTime(report).toInstant().isBefore(since);
    }

    private static Count countIn(Path file) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        try (var text = Files.newInputStream(file)) {
            XMLStreamReader xml = factory.createXMLStreamReader(text);
            xml.nextTag(); // testsuite, whose attributes have the counts
            int failed = number(xml, "failures") + number(xml, "errors");
            int skipped = number(xml, "skipped");
            return new Count(number(xml, "tests") - failed - skipped, failed, skipped);
        } catch (XMLStreamException e) {
            System.err.println(file + " is no test report: " + e.getMessage());
            return new Count(0, 1, 0);
        }
    }

    private static int number(XMLStreamReader xml, String attribute) {
        String value = xml.getAttributeValue(null, attribute);
        return value == null ? 0 : Integer.parseInt(value);
    }
}
