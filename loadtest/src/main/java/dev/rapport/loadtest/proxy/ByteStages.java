package dev.rapport.loadtest.proxy;

import dev.rapport.loadtest.proxy.Action.End;
import dev.rapport.loadtest.proxy.Action.How;
import dev.rapport.loadtest.proxy.Action.Send;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;

/** The faults that know bytes alone. Pure but for what they count and draw. */
final class ByteStages {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    /** A limited bandwidth leaves in pieces of at most a fiftieth of a second, so that it looks like a slow line. */
    private static final int PIECES_PER_SECOND = 50;

    private ByteStages() {}

    /** The stage of a fault that {@link FaultType#ofEvents} is not true of. */
    static Stage of(FaultSpec spec, SplittableRandom random) {
        return switch (spec.type()) {
            case LATENCY -> latency(spec.number("latency_ms"), spec.number("jitter_ms"), random);
            case BANDWIDTH -> {
                double rate = spec.number("bytes_per_s");
                int size = Math.clamp((long) rate / PIECES_PER_SECOND, 1, 1 << 20);
                yield data -> sliced(data, size, length -> Math.round(length / rate * NANOS_PER_SECOND));
            }
            case SLICER -> {
                long gapNanos = Math.round(spec.number("delay_ms") * NANOS_PER_MILLI);
                yield data -> sliced(data, (int) spec.number("size"), length -> gapNanos);
            }
            case CORRUPT -> corrupt(spec.number("per_byte"), random);
            case RESET -> spec.number("after_ms") > 0 ? pass() : after((long) spec.number("after_bytes"), How.RESET);
            case HALF_CLOSE -> after((long) spec.number("after_bytes"), How.HALF_CLOSE);
            case TIMEOUT -> after((long) spec.number("after_bytes"), How.SWALLOW);
            case LIMIT_DATA -> after((long) spec.number("bytes"), How.CLOSE);
            case DROP_REPLY_AFTER -> after((long) spec.number("bytes"), How.LOSE);
            case DOWN, SSE_DROP, SSE_DUPLICATE, SSE_REORDER, SSE_CUT_UTF8, SSE_SPLIT -> pass();
        };
    }

    private static Stage pass() {
        return data -> List.of(new Send(data, 0, 0));
    }

    private static Stage latency(double latencyMillis, double jitterMillis, SplittableRandom random) {
        return data -> {
            double millis = latencyMillis + jitterMillis * (2 * random.nextDouble() - 1);
            return List.of(new Send(data, 0, Math.max(0, Math.round(millis * NANOS_PER_MILLI))));
        };
    }

    private static List<Action> sliced(Buffer data, int size, ToLongFunction<Integer> gapNanos) {
        List<Action> pieces = new ArrayList<>();
        for (int from = 0; from < data.length(); from += size) {
            int to = Math.min(data.length(), from + size);
            pieces.add(new Send(data.slice(from, to), gapNanos.applyAsLong(to - from), 0));
        }
        return pieces;
    }

    private static Stage corrupt(double perByte, SplittableRandom random) {
        return data -> {
            byte[] bytes = data.getBytes();
            for (int i = 0; i < bytes.length; i++) {
                if (random.nextDouble() < perByte) {
                    bytes[i] ^= (byte) (1 << random.nextInt(Byte.SIZE));
                }
            }
            return List.of(new Send(Buffer.buffer(bytes), 0, 0));
        };
    }

    /** Lets so many bytes through. A byte more is not needed for the end, but for a reply that must first be there. */
    private static Stage after(long bytes, How how) {
        long[] left = {bytes};
        return data -> {
            List<Action> actions = new ArrayList<>(2);
            int through = (int) Math.min(left[0], data.length());
            left[0] -= through;
            if (through > 0) {
                actions.add(new Send(data.slice(0, through), 0, 0));
            }
            if (left[0] == 0 && (how != How.LOSE || through < data.length())) {
                actions.add(new End(how));
            }
            return actions;
        };
    }
}
