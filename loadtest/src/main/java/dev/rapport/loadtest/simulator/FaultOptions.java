package dev.rapport.loadtest.simulator;

import java.util.EnumMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The command line's options of {@link FaultRates}. */
final class FaultOptions {
    @Option(
            names = "--fault-cut",
            paramLabel = "P",
            description = "share of nonces (0..1): the body ends after half of the tokens, as if it were complete")
    private double cut;

    @Option(
            names = "--fault-duplicate",
            paramLabel = "P",
            description = "share of nonces (0..1): one token comes twice")
    private double duplicate;

    @Option(names = "--fault-reorder", paramLabel = "P", description = "share of nonces (0..1): two tokens are swapped")
    private double reorder;

    @Option(
            names = "--fault-foreign",
            paramLabel = "P",
            description = "share of nonces (0..1): a token of another nonce is in the answer")
    private double foreign;

    @Option(names = "--fault-500", paramLabel = "P", description = "share of nonces (0..1): status 500")
    private double status500;

    @Option(names = "--fault-503", paramLabel = "P", description = "share of nonces (0..1): status 503")
    private double status503;

    @Option(names = "--fault-429", paramLabel = "P", description = "share of nonces (0..1): status 429")
    private double status429;

    @Option(
            names = "--fault-stall",
            paramLabel = "P",
            description = "share of nonces (0..1): silence after half of the tokens")
    private double stall;

    @Option(
            names = "--fault-reset",
            paramLabel = "P",
            description = "share of nonces (0..1): connection reset after half of the tokens")
    private double reset;

    @Option(
            names = "--fault-delayed-headers",
            paramLabel = "P",
            description = "share of nonces (0..1): headers and all are late")
    private double delayedHeaders;

    @Option(
            names = "--fault-slow-drip",
            paramLabel = "P",
            description = "share of nonces (0..1): gaps between tokens are 20 times as long")
    private double slowDrip;

    @Option(names = "--fault-no-usage", paramLabel = "P", description = "share of nonces (0..1): the usage is missing")
    private double noUsage;

    @Option(names = "--delayed-headers-ms", description = "how late --fault-delayed-headers is")
    private long delayedHeadersMillis = FaultRates.DELAYED_HEADERS_MILLIS_DEFAULT;

    FaultRates settings() {
        Map<RatedFault, Double> rates = new EnumMap<>(RatedFault.class);
        rates.put(RatedFault.CUT, cut);
        rates.put(RatedFault.DUPLICATE, duplicate);
        rates.put(RatedFault.REORDER, reorder);
        rates.put(RatedFault.FOREIGN, foreign);
        rates.put(RatedFault.STATUS_500, status500);
        rates.put(RatedFault.STATUS_503, status503);
        rates.put(RatedFault.STATUS_429, status429);
        rates.put(RatedFault.STALL, stall);
        rates.put(RatedFault.RESET, reset);
        rates.put(RatedFault.DELAYED_HEADERS, delayedHeaders);
        rates.put(RatedFault.SLOW_DRIP, slowDrip);
        rates.put(RatedFault.NO_USAGE, noUsage);
        return new FaultRates(rates, delayedHeadersMillis);
    }
}
