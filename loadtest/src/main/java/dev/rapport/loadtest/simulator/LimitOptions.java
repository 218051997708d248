package dev.rapport.loadtest.simulator;

import picocli.CommandLine.Option;

/** The command line's options of {@link LimitSettings}. */
final class LimitOptions {
    @Option(names = "--rpm", description = "requests per minute, 0 for no limit")
    private long requestsPerMinute;

    @Option(names = "--tpm", description = "tokens per minute, 0 for no limit")
    private long tokensPerMinute;

    @Option(
            names = "--limit-mode",
            description =
                    "how the limits are kept: bucket (full at first, refills evenly), fixed-window (anew each minute)"
                            + " or per-second (a sixtieth each second)")
    private String mode = LimitMode.BUCKET.word();

    @Option(names = "--count-rejected", description = "refused requests count as requests too")
    private boolean countRejected;

    LimitSettings settings() {
        return new LimitSettings(requestsPerMinute, tokensPerMinute, LimitMode.ofWord(mode), countRejected);
    }
}
