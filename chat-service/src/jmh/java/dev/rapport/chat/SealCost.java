package dev.rapport.chat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Prints what a turn takes with encryption and without, on the same path in one run: two instances of the service on the same two
 * Redis, one switched on and one off, are told the same by turns. The local responder answers; no other load.
 *
 * <pre>{@code
 * ./rapport bench sealing
 * }</pre>
 */
public final class SealCost {
    private static final int WARM_UP_TURNS = 300;
    private static final int TURNS = 1_000;

    /* A conversation of this length is read back whole with each turn: more texts to open than most have. */
    private static final String SAID = "My sister lives in Porto, and the weather there was fine all week. ";

    private SealCost() {}

    /**
     * Measures and prints.
     *
     * @param args how many turns of each; without any, 1,000
     */
    public static void main(String[] args) throws Exception {
        int turns = args.length == 0 ? TURNS : Integer.parseInt(args[0]);
        Path folder = Files.createTempDirectory("seal-cost");
        try (RunningService service = new RunningService(folder, 1)) {
            service.startOneMore(Map.of("RAPPORT_ENCRYPTION_TEXTS", "off"));
            List<RunningService.Talk> talks = List.of(service.begin(1, "on"), service.begin(2, "off"));
            long[][] nanos = new long[2][turns];
            for (int turn = -WARM_UP_TURNS; turn < turns; turn++) {
                for (int step = 0; step < 2; step++) {
                    int which = (turn & 1) == 0 ? step : 1 - step; // neither is always the second
                    String text = SAID.repeat(1 + (turn & 7)) + "Number " + turn + ".";
                    long start = System.nanoTime();
                    talks.get(which).say(which + 1, text).done();
                    if (turn >= 0) {
                        nanos[which][turn] = System.nanoTime() - start;
                    }
                }
            }
            print("on", nanos[0]);
            print("off", nanos[1]);
        }
    }

    private static void print(String name, long[] nanos) {
        Arrays.sort(nanos);
        System.out.printf(
                "encryption %-3s %,d turns: p50 %.2f ms, p95 %.2f ms, p99 %.2f ms%n",
                name,
                nanos.length,
                nanos[nanos.length / 2] / 1e6,
                nanos[nanos.length * 95 / 100] / 1e6,
                nanos[nanos.length * 99 / 100] / 1e6);
    }
}
