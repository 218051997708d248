package dev.rapport.loadtest.simulator;

import picocli.CommandLine.Option;

/** The command line's options of {@link AnswerSettings}. */
final class AnswerOptions {
    @Option(names = "--seed", description = "seed of all answers, delays and faults")
    private long seed = AnswerSettings.DEFAULTS.seed();

    @Option(names = "--ttft-median-ms", description = "time to first token, lognormal: median")
    private double ttftMedianMillis = AnswerSettings.DEFAULTS.ttftMedianMillis();

    @Option(names = "--ttft-sigma", description = "time to first token, lognormal: sigma")
    private double ttftSigma = AnswerSettings.DEFAULTS.ttftSigma();

    @Option(names = "--itl-mean-ms", description = "gap between tokens, gamma: mean")
    private double itlMeanMillis = AnswerSettings.DEFAULTS.itlMeanMillis();

    @Option(names = "--itl-cv", description = "gap between tokens, gamma: coefficient of variation")
    private double itlCv = AnswerSettings.DEFAULTS.itlCv();

    @Option(names = "--tokens-mean", description = "tokens of an answer, normal: mean")
    private double tokensMean = AnswerSettings.DEFAULTS.tokensMean();

    @Option(names = "--tokens-sd", description = "tokens of an answer, normal: standard deviation")
    private double tokensSd = AnswerSettings.DEFAULTS.tokensSd();

    AnswerSettings settings() {
        return new AnswerSettings(seed, ttftMedianMillis, ttftSigma, itlMeanMillis, itlCv, tokensMean, tokensSd);
    }
}
