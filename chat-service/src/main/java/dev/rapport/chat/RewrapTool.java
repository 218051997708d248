package dev.rapport.chat;

import dev.rapport.chat.config.ServiceConfig;
import dev.rapport.memory.MemoryLogUnavailable;
import dev.rapport.memory.SealBrokenException;
import dev.rapport.memory.Vault;
import dev.rapport.memory.log.MasterKeyRotation;
import dev.rapport.memory.log.RedisMemoryLog;
import dev.rapport.memory.seal.MasterKey;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Wraps the keys of all users anew under the first master key: {@code --config FILE}. Exit code 0 if the others are needed no
 * more, 1 if one still is, 2 if nothing was done.
 */
public final class RewrapTool {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int TOLD_EVERY = 10_000;

    /** Held here, since a level goes with its logger: the client of Redis says more than we do. */
    private static final Logger CLIENT = Logger.getLogger("io.lettuce");

    private RewrapTool() {}

    public static void main(String[] arguments) {
        CLIENT.setLevel(Level.WARNING);
        System.exit(run(List.of(arguments), System.getenv(), System.out, System.err));
    }

    static int run(List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
        if (arguments.size() != 2 || !arguments.getFirst().equals("--config")) {
            err.println("rewrap: wrong arguments (expected: --config FILE)");
            return 2;
        }
        try {
            ServiceConfig config = ServiceConfig.load(Path.of(arguments.get(1)), "rewrap", 1, environment);
            Vault vault = Instance.vault(config, MasterKey::load); // one that is made here would open nothing
            try (RedisMemoryLog log = RedisMemoryLog.connect(config.redisDurable(), PATIENCE, vault)) {
                return told(log.rotation().run(progress(out)), vault.fingerprints(), out);
            }
        } catch (IOException | IllegalArgumentException | SealBrokenException | MemoryLogUnavailable e) {
            err.println("rewrap: " + e.getMessage());
            return 2;
        }
    }

    private static LongConsumer progress(PrintStream out) {
        long[] told = {0};
        return looked -> {
            if (looked / TOLD_EVERY > told[0]) {
                out.printf("rewrap: %d keys looked at%n", looked);
            }
            told[0] = looked / TOLD_EVERY;
        };
    }

    private static int told(MasterKeyRotation.Outcome outcome, List<String> known, PrintStream out) {
        out.printf(
                "rewrap: %d keys, %d wrapped anew; master key %s wraps%n",
                outcome.keys(), outcome.wrapped(), Vault.show(known.subList(0, 1)));
        outcome.lost().forEach(failure -> out.printf("rewrap: NOT OPENED, left as it is: %s%n", failure));
        if (outcome.isDone()) {
            out.printf("rewrap: done; needed no more: %s%n", Vault.show(known.subList(1, known.size())));
            return 0;
        }
        out.printf(
                "rewrap: not done; still needed: %s (expected: all keys opened, and no instance that wraps with another"
                        + " master key; then run it again)%n",
                Vault.show(outcome.others()));
        return 1;
    }
}
