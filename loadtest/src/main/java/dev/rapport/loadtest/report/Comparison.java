package dev.rapport.loadtest.report;

import java.util.List;

/**
 * Two runs side by side: B as seen from A.
 *
 * @param metric whose distribution was compared, such as {@code chat.e2e}
 * @param twins whether B is the open twin of the closed A, so that the difference is the closed loop's bias
 * @param shifts at ascending percentiles, computed elsewhere
 * @param confidence of their bands, from 0 to 1
 */
public record Comparison(Report a, Report b, String metric, boolean twins, List<Shift> shifts, double confidence) {
    /** A smaller difference, as a share of A's value, is no finding, however sure it is. */
    public static final double RELEVANT_MIN = 0.05;

    /**
     * One point of the shift function.
     *
     * @param percent from 0 to below 100
     * @param base A's value there, in milliseconds
     * @param difference B less A, in milliseconds
     * @param low lower edge of the band
     * @param high upper edge of the band
     */
    public record Shift(double percent, double base, double difference, double low, double high) {
        /** Above five percent of A's value, and the band leaves zero out. */
        public Finding finding() {
            boolean relevant = Math.abs(difference) > RELEVANT_MIN * Math.abs(base);
            if (relevant && low > 0) {
                return Finding.SLOWER;
            }
            return relevant && high < 0 ? Finding.FASTER : Finding.NO_DIFFERENCE;
        }
    }

    /** What may be said about B at one percentile. */
    public enum Finding {
        SLOWER("B is slower"),
        FASTER("B is faster"),
        NO_DIFFERENCE("no difference shown");

        private final String words;

        Finding(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /** The headline. */
    public String title() {
        String runs = a.profile().id() + " and " + b.profile().id();
        return twins ? "Closed-loop bias: " + runs : "Comparison: " + runs;
    }

    /** What may be said in one sentence. */
    public String verdict() {
        if (shifts.isEmpty()) {
            return "Nothing to compare.";
        }
        List<String> slower = at(Finding.SLOWER);
        List<String> faster = at(Finding.FASTER);
        if (slower.isEmpty() && faster.isEmpty()) {
            return "No difference shown: nowhere above 5 % and outside of the band.";
        }
        String first = slower.isEmpty() ? "" : "B is slower at " + String.join(", ", slower);
        String second = faster.isEmpty() ? "" : "B is faster at " + String.join(", ", faster);
        return first + (first.isEmpty() || second.isEmpty() ? "" : "; ") + second + ".";
    }

    private List<String> at(Finding finding) {
        return shifts.stream()
                .filter(shift -> shift.finding() == finding)
                .map(shift -> Numbers.percentile(shift.percent()))
                .toList();
    }
}
