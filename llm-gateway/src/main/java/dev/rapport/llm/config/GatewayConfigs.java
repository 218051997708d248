package dev.rapport.llm.config;

import dev.rapport.llm.provider.Providers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The gateway's configuration, from wherever the environment says. */
public final class GatewayConfigs {
    /** Names the file. */
    public static final String FILE = "RAPPORT_GATEWAY_FILE";

    private static final String CHOICE = "RAPPORT_PROVIDER";

    /** What the file says in another place; both would leave open which is meant. */
    private static final List<String> SAID_IN_FILE = List.of("RAPPORT_MODEL", "RAPPORT_ATTEMPTS");

    private GatewayConfigs() {}

    /**
     * Reads the file that {@value #FILE} names, or without one the variables of {@link FromEnvironment}. With
     * {@code RAPPORT_PROVIDER=local} no alias has a target, whatever the file says: the local responder answers.
     *
     * @throws IllegalArgumentException with what is wrong, its value unless it is a key, and what was expected
     */
    public static GatewayConfig load(Map<String, String> environment) throws IOException {
        String file = text(environment, FILE);
        if (file.isEmpty()) {
            return FromEnvironment.read(environment);
        }
        for (String name : SAID_IN_FILE) {
            refuseBeside(environment, name, "unset", file);
        }
        boolean isLocal = text(environment, CHOICE).equalsIgnoreCase(Providers.NONE);
        if (!isLocal) {
            refuseBeside(environment, CHOICE, Providers.NONE + " or unset", file);
        }
        Path path = Path.of(file);
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw Node.refused(FILE, file, "a file that can be read");
        }
        GatewayConfig config = GatewayFile.read(path, environment);
        return isLocal ? withoutTargets(config) : config;
    }

    private static void refuseBeside(Map<String, String> environment, String name, String expected, String file) {
        String value = text(environment, name);
        if (!value.isEmpty()) {
            throw Node.refused(name, value, expected + ", since " + FILE + " is " + file);
        }
    }

    private static GatewayConfig withoutTargets(GatewayConfig config) {
        Map<String, AliasConfig> models = new HashMap<>();
        config.models()
                .forEach((name, alias) -> models.put(
                        name,
                        new AliasConfig(name, List.of(), alias.whenLimited(), alias.temperature(), alias.cache())));
        return new GatewayConfig(
                config.providers(),
                models,
                config.plans(),
                config.queue(),
                config.retries(),
                config.cache(),
                config.prices(),
                config.exhausted());
    }

    private static String text(Map<String, String> environment, String name) {
        return environment.getOrDefault(name, "").strip();
    }
}
