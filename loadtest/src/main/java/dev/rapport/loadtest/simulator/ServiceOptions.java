package dev.rapport.loadtest.simulator;

import picocli.CommandLine.Option;

/** The command line's options of {@link ServiceSettings}. */
final class ServiceOptions {
    @Option(names = "--concurrency", description = "requests served at one time, 0 for any number")
    private int concurrency;

    @Option(
            names = "--service-ms",
            description = "mean time of a whole answer, to which its delays are fitted; 0 leaves them as they are")
    private double serviceMillis;

    @Option(names = "--service-law", description = "how that time varies: fixed or exponential")
    private String law = ServiceLaw.FIXED.word();

    @Option(
            names = "--over-concurrency",
            description =
                    "what happens to requests above the concurrency: wait (first come, first served) or refuse (429)")
    private String overConcurrency = "wait";

    ServiceSettings settings() {
        boolean refuses = switch (overConcurrency) {
            case "wait" -> false;
            case "refuse" -> true;
            default ->
                throw new IllegalArgumentException(
                        "over-concurrency: " + overConcurrency + " (expected one of: wait, refuse)");
        };
        return new ServiceSettings(concurrency, serviceMillis, ServiceLaw.ofWord(law), refuses);
    }
}
