package dev.rapport.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Counts what the tests of all modules reported. Uses nothing but the JDK, so that {@code ./rapport test} can run it from
 * its source even when the build failed.
 */
final class TestSummary {
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
        Count unit = count(root, "surefire-reports", since);
        Count integration = count(root, "failsafe-reports", since);
        Count all = unit.plus(integration);
        System.out.print(text(unit, integration));
        System.exit(all.failed() > 0 || all.passed() == 0 ? 1 : 0);
    }

    static String text(Count unit, Count integration) {
        Count all = unit.plus(integration);
        return line("unit", unit)
                + line("integration", integration)
                + "%d passed, %d failed%n".formatted(all.passed(), all.failed());
    }

    private static String line(String kind, Count count) {
        return "%-12s %5d passed, %d failed, %d skipped%n"
                .formatted(kind, count.passed(), count.failed(), count.skipped());
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
            if (!Files.getLastModifiedTime(file).toInstant().isBefore(since)) {
                sum = sum.plus(countIn(file));
            }
        }
        return sum;
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
