package dev.rapport.loadtest.proxy;

import dev.rapport.loadtest.proxy.Action.End;
import dev.rapport.loadtest.proxy.Action.How;
import dev.rapport.loadtest.proxy.Action.Send;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The faults of one event stream: turns each event, as the bytes of its block, into chunks of HTTP/1.1. */
final class EventFaults {
    private static final double NANOS_PER_MILLI = 1e6;

    private final List<Armed> faults;
    private int next;
    private byte[] held = {};

    /** A fault that strikes, with its draws. */
    record Armed(FaultSpec spec, SplittableRandom random) {}

    EventFaults(List<Armed> faults) {
        this.faults = List.copyOf(faults);
    }

    /** What becomes of the next block; a comment is passed on and not counted. */
    List<Action> on(byte[] block) {
        List<Action> actions = new ArrayList<>();
        if (block[0] == ':') {
            actions.add(chunk(block));
            return actions;
        }
        int index = next++;
        byte[] before = held; // was to come after this one
        held = new byte[0];
        if (strikes(FaultType.SSE_REORDER, index)) {
            held = block;
        } else if (!strikes(FaultType.SSE_DROP, index)) {
            write(block, index, actions);
            if (strikes(FaultType.SSE_DUPLICATE, index)) {
                write(block, index, actions);
            }
        }
        if (before.length > 0) {
            actions.add(chunk(before));
        }
        return actions;
    }

    /** What is still to be sent when the stream ends. */
    List<Action> atEnd() {
        byte[] last = held;
        held = new byte[0];
        return last.length == 0 ? List.of() : List.of(chunk(last));
    }

    private boolean strikes(FaultType type, int index) {
        return faults.stream()
                .anyMatch(fault -> fault.spec().type() == type
                        && index == (int) fault.spec().number("event"));
    }

    private void write(byte[] block, int index, List<Action> actions) {
        for (Armed fault : faults) {
            int inside = insideCharacter(block);
            if (fault.spec().type() == FaultType.SSE_CUT_UTF8
                    && index >= (int) fault.spec().number("event")
                    && inside > 0) {
                Buffer cut = framed(block);
                int header = cut.length() - block.length - 2;
                actions.add(new Send(cut.slice(0, header + inside), 0, 0));
                actions.add(new End(How.CLOSE));
                return;
            }
        }
        for (Armed fault : faults) {
            if (fault.spec().type() == FaultType.SSE_SPLIT) {
                Buffer whole = framed(block);
                int at = fault.random().nextInt(1, whole.length());
                long gapNanos = Math.round(fault.spec().number("delay_ms") * NANOS_PER_MILLI);
                actions.add(new Send(whole.slice(0, at), 0, 0));
                actions.add(new Send(whole.slice(at, whole.length()), gapNanos, 0));
                return;
            }
        }
        actions.add(chunk(block));
    }

    /** Just behind the first byte of the first character that has several; 0 if all have one. */
    private static int insideCharacter(byte[] block) {
        for (int i = 0; i < block.length; i++) {
            if (block[i] < 0) {
                return i + 1;
            }
        }
        return 0;
    }

    private static Action chunk(byte[] block) {
        return new Send(framed(block), 0, 0);
    }

    static Buffer framed(byte[] block) {
        return Buffer.buffer(Integer.toHexString(block.length).getBytes(StandardCharsets.US_ASCII))
                .appendString("\r\n")
                .appendBytes(block)
                .appendString("\r\n");
    }
}
