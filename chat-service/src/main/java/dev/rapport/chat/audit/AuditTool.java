package dev.rapport.chat.audit;

import static java.util.Objects.requireNonNull;

import dev.rapport.chat.config.ServiceConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counts and verifies the audit chains: {@code --config FILE count}, {@code export FILE} or {@code verify FILE}. Exit
 * code 0 if every chain holds, 1 if one is broken, 2 if it could not be read.
 */
public final class AuditTool {
    private static final int PAGE = 1_000;
    private static final int TIMEOUT_S = 10;

    private AuditTool() {}

    public static void main(String[] arguments) throws Exception {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) throws InterruptedException {
        try {
            if (arguments.size() == 4 && arguments.get(2).equals("verify")) {
                return verdict(read(Path.of(arguments.get(3))), out);
            }
            if (arguments.size() < 3 || !arguments.getFirst().equals("--config")) {
                err.println("audit: wrong arguments (expected: --config FILE count | export FILE | verify FILE)");
                return 2;
            }
            Map<String, List<Entry>> chains = fetch(address(Path.of(arguments.get(1))));
            if (arguments.get(2).equals("export") && arguments.size() == 4) {
                write(chains, Path.of(arguments.get(3)));
            }
            return verdict(chains, out);
        } catch (IOException | ExecutionException | TimeoutException | IllegalArgumentException e) {
            err.println("audit: " + e.getMessage());
            return 2;
        }
    }

    /** One record as it is kept. */
    record Entry(String chain, long sequence, String line, String hash) {}

    /** What is wrong with a chain; null if nothing is. */
    static @Nullable String fault(List<Entry> chain) {
        String previous = AuditChain.GENESIS;
        long sequence = 0;
        for (Entry entry : chain) {
            sequence++;
            if (entry.sequence() != sequence) {
                return "record " + sequence + " is missing (found: " + entry.sequence() + ")";
            }
            String hash = AuditChain.link(previous, entry.line());
            if (!hash.equals(entry.hash()) || !entry.line().startsWith("{\"seq\":" + sequence + ",")) {
                return "record " + sequence + " was changed: hash " + entry.hash() + " (expected: " + hash + ")";
            }
            previous = hash;
        }
        return null;
    }

    /* The sum first, so that a script finds it. */
    private static int verdict(Map<String, List<Entry>> chains, PrintStream out) {
        long records = 0;
        int broken = 0;
        StringBuilder lines = new StringBuilder();
        for (Map.Entry<String, List<Entry>> chain : chains.entrySet()) {
            String fault = fault(chain.getValue());
            records += chain.getValue().size();
            broken += fault == null ? 0 : 1;
            lines.append(String.format(
                    "  %-12s %8d records  %s%n",
                    chain.getKey(), chain.getValue().size(), fault == null ? "chain holds" : "BROKEN: " + fault));
        }
        String verdict = broken == 0 ? "all verified" : broken + " broken";
        out.printf("audit: %d records in %d chains; %s%n%s", records, chains.size(), verdict, lines);
        return broken == 0 ? 0 : 1;
    }

    private static String address(Path config) throws IOException {
        return ServiceConfig.load(config, "audit", 1, System.getenv()).redisDurable();
    }

    private static Map<String, List<Entry>> fetch(String address)
            throws InterruptedException, ExecutionException, TimeoutException {
        Vertx vertx = Vertx.vertx();
        try {
            Redis redis = Redis.createClient(vertx, address);
            Map<String, List<Entry>> chains = new TreeMap<>();
            for (String key : keys(redis)) {
                chains.put(key, chain(redis, key));
            }
            return chains;
        } finally {
            vertx.close();
        }
    }

    private static List<String> keys(Redis redis) throws InterruptedException, ExecutionException, TimeoutException {
        List<String> keys = new ArrayList<>();
        String cursor = "0";
        do {
            Response reply = now(redis.send(Request.cmd(Command.SCAN)
                    .arg(cursor)
                    .arg("MATCH")
                    .arg("audit:*")
                    .arg("COUNT")
                    .arg(PAGE)));
            cursor = reply.get(0).toString();
            reply.get(1).forEach(key -> keys.add(key.toString()));
        } while (!cursor.equals("0"));
        return keys;
    }

    private static List<Entry> chain(Redis redis, String key)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<Entry> chain = new ArrayList<>();
        String after = "0-0";
        Response page;
        do {
            page = now(redis.send(Request.cmd(Command.XRANGE)
                    .arg(key)
                    .arg("(" + after)
                    .arg("+")
                    .arg("COUNT")
                    .arg(PAGE)));
            for (Response entry : page) {
                after = entry.get(0).toString();
                Response fields = entry.get(1);
                chain.add(new Entry(
                        key,
                        Long.parseLong(after.substring(0, after.indexOf('-'))),
                        fields.get(1).toString(),
                        fields.get(3).toString()));
            }
        } while (page.size() == PAGE);
        return chain;
    }

    private static Response now(Future<@Nullable Response> reply)
            throws InterruptedException, ExecutionException, TimeoutException {
        return requireNonNull(reply.toCompletionStage().toCompletableFuture().get(TIMEOUT_S, TimeUnit.SECONDS));
    }

    static void write(Map<String, List<Entry>> chains, Path file) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            for (List<Entry> chain : chains.values()) {
                for (Entry entry : chain) {
                    writer.write(new JsonObject()
                            .put("chain", entry.chain())
                            .put("seq", entry.sequence())
                            .put("record", entry.line())
                            .put("hash", entry.hash())
                            .encode());
                    writer.newLine();
                }
            }
        }
    }

    private static Map<String, List<Entry>> read(Path file) throws IOException {
        Map<String, List<Entry>> chains = new TreeMap<>();
        try (Stream<String> lines = Files.lines(file)) {
            lines.forEach(line -> {
                Entry entry = entry(line);
                chains.computeIfAbsent(entry.chain(), _ -> new ArrayList<>()).add(entry);
            });
        }
        return chains;
    }

    /* A line that a flipped byte has made unreadable is a changed record, not an error of ours. */
    private static Entry entry(String line) {
        try {
            JsonObject json = new JsonObject(line);
            return new Entry(
                    json.getString("chain", "unreadable"),
                    json.getLong("seq", -1L),
                    json.getString("record", ""),
                    json.getString("hash", ""));
        } catch (DecodeException | ClassCastException e) {
            return new Entry("unreadable", -1, line, "");
        }
    }
}
