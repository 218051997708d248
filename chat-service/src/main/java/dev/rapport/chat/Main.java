package dev.rapport.chat;

import static java.util.Objects.requireNonNull;

import dev.rapport.chat.config.ServiceConfig;
import dev.rapport.llm.config.GatewayConfig;
import dev.rapport.llm.config.GatewayConfigs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.LogManager;

/** Starts one instance of the chat service: {@code --config FILE --instance NAME --port PORT}. */
public final class Main {
    private static final System.Logger LOG = System.getLogger(Main.class.getName());
    private static final List<String> OPTIONS = List.of("--config", "--instance", "--port");
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    /** The supervisor's patience is 8 s. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        try (InputStream format = requireNonNull(Main.class.getResourceAsStream("/logging.properties"))) {
            LogManager.getLogManager().readConfiguration(format);
        }
        ServiceConfig config;
        GatewayConfig gateway;
        try {
            config = config(options(arguments));
            gateway = GatewayConfigs.load(config.environment());
        } catch (IllegalArgumentException | IOException e) {
            LOG.log(System.Logger.Level.ERROR, "cannot start: " + e.getMessage());
            System.exit(2);
            return;
        }
        Instance instance = started(config, gateway);
        LOG.log(
                System.Logger.Level.INFO,
                "instance {0} listens on http://{1}:{2,number,#} with {3} event loops; answers: {4}",
                config.instance(),
                config.host(),
                config.port(),
                config.loops(),
                instance.answers());
    }

    private static Instance started(ServiceConfig config, GatewayConfig gateway) throws InterruptedException {
        try {
            Instance instance = Instance.create(config, gateway);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(instance), "stop"));
            instance.start().toCompletionStage().toCompletableFuture().get(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            return instance;
        } catch (IOException | IllegalArgumentException | ExecutionException | TimeoutException e) {
            Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            LOG.log(System.Logger.Level.ERROR, "cannot start: " + cause.getMessage(), cause);
            System.exit(1);
            throw new IllegalStateException("after the exit", e);
        }
    }

    private static ServiceConfig config(Map<String, String> options) throws IOException {
        return ServiceConfig.load(
                Path.of(options.getOrDefault("--config", "")),
                options.getOrDefault("--instance", ""),
                Integer.parseInt(options.getOrDefault("--port", "")),
                System.getenv());
    }

    private static void stop(Instance instance) {
        try {
            instance.stop().toCompletionStage().toCompletableFuture().get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            LOG.log(System.Logger.Level.WARNING, "did not stop in order", e);
        }
    }

    private static Map<String, String> options(String[] arguments) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            if (!OPTIONS.contains(arguments[i]) || i + 1 == arguments.length) {
                throw new IllegalArgumentException(
                        arguments[i] + ": unknown or without a value (expected: " + OPTIONS + ")");
            }
            options.put(arguments[i], arguments[i + 1]);
        }
        for (String name : OPTIONS) {
            if (!options.containsKey(name)) {
                throw new IllegalArgumentException(name + ": missing (expected: " + OPTIONS + ")");
            }
        }
        return options;
    }
}
