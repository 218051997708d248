package dev.rapport.llm.http.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What reading a provider's streams costs: our HTTP client against LangChain4j's own, under LangChain4j's OpenAI model, in
 * turns, each leg in a JVM of its own with the flags of this one, the provider in another. From the repository's folder:
 *
 * <pre>{@code
 * mvn -q -pl llm-gateway -am test-compile
 * mvn -q -pl llm-gateway dependency:build-classpath -Dmdep.outputFile=target/test-classpath
 * java -cp llm-gateway/target/test-classes:llm-gateway/target/classes:$(cat llm-gateway/target/test-classpath) \
 *     dev.rapport.llm.http.bench.ClientComparison [rounds] [streams] [answers per stream]
 * }</pre>
 *
 * <p>CPU is that of the leg's whole process while it reads; 2 answers per stream come before, to warm up. Ends with 1 if
 * one of our streams was lost.
 */
public final class ClientComparison {
    static final String OURS = "ours";
    static final String JDKS = "jdk";

    private static final int ROUNDS = 2;
    private static final int STREAMS = 500;
    private static final int ANSWERS_EACH = 6;
    private static final long LEG_SECONDS_MAX = 600;

    private final int streams;
    private final int answersEach;

    private ClientComparison(int streams, int answersEach) {
        this.streams = streams;
        this.answersEach = answersEach;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        int rounds = argument(args, 0, ROUNDS);
        ClientComparison comparison = new ClientComparison(argument(args, 1, STREAMS), argument(args, 2, ANSWERS_EACH));
        System.exit(comparison.run(rounds) ? 0 : 1);
    }

    private static int argument(String[] args, int index, int otherwise) {
        int value = args.length > index ? Integer.parseInt(args[index]) : otherwise;
        if (value < 1) {
            throw new IllegalArgumentException("argument " + (index + 1) + ": " + value + " (expected: 1 or more)");
        }
        return value;
    }

    /* Whether all of our streams were whole. */
    private boolean run(int rounds) throws IOException, InterruptedException {
        System.out.printf(
                Locale.ROOT,
                "%d streams at one time, %d answers each, %d tokens an answer, every 10 ms%n"
                        + "client  CPU ms/1,000 tokens  peak threads  completed  failed  read at once"
                        + "  first token p50/p99 ms  seconds%n",
                streams,
                answersEach,
                PacedProvider.TOKENS);
        Process provider = start(PacedProvider.class);
        try {
            String url = "http://127.0.0.1:" + firstLine(provider);
            List<JsonObject> ours = new ArrayList<>();
            List<JsonObject> jdks = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                ours.add(leg(OURS, url));
                jdks.add(leg(JDKS, url));
            }
            System.out.printf(
                    Locale.ROOT,
                    "CPU per token, %s / %s: %.2f; peak threads: %.1f%n",
                    JDKS,
                    OURS,
                    mean(jdks, "cpuMillisPer1000Tokens") / mean(ours, "cpuMillisPer1000Tokens"),
                    mean(jdks, "peakThreads") / mean(ours, "peakThreads"));
            return ours.stream().allMatch(leg -> leg.getInteger("completed") == streams * answersEach);
        } finally {
            provider.destroy();
        }
    }

    private JsonObject leg(String client, String url) throws IOException, InterruptedException {
        Process process = start(Leg.class, client, url, Integer.toString(streams), Integer.toString(answersEach));
        try {
            JsonObject result = new JsonObject(firstLine(process));
            System.out.printf(
                    Locale.ROOT,
                    "%-6s  %19.1f  %12d  %9d  %6d  %12d  %22s  %7.1f%n",
                    client,
                    result.getDouble("cpuMillisPer1000Tokens"),
                    result.getInteger("peakThreads"),
                    result.getInteger("completed"),
                    result.getInteger("failed"),
                    result.getInteger("readAtOnce"),
                    result.getInteger("firstTokenMillisP50") + " / " + result.getInteger("firstTokenMillisP99"),
                    result.getDouble("seconds"));
            return result;
        } finally {
            process.destroy();
            process.waitFor(LEG_SECONDS_MAX, TimeUnit.SECONDS);
        }
    }

    private static Process start(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String firstLine(Process process) throws IOException {
        BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        String line = output.readLine();
        if (line == null) {
            throw new IOException("a process ended without a result: " + process.info());
        }
        return line;
    }

    private static double mean(List<JsonObject> legs, String figure) {
        return legs.stream().mapToDouble(leg -> leg.getDouble(figure)).average().orElseThrow();
    }
}
