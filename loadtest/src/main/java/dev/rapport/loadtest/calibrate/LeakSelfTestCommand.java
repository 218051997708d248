package dev.rapport.loadtest.calibrate;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code leak-self-test}. */
@Command(name = "leak-self-test")
public final class LeakSelfTestCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        return 3;
    }
}
