package dev.rapport.loadtest.system;

import dev.rapport.loadtest.profile.SystemSetup;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The environment of {@code ./rapport up} for a load test: its own places, and no provider but the simulated one. Pure. */
final class Surroundings {
    /** What a load test decides itself; a profile that could set these would load something else than it says. */
    private static final Set<String> OWN = Set.of(
            "RAPPORT_STATE",
            "RAPPORT_HOST",
            "RAPPORT_PORT",
            "RAPPORT_URL",
            "RAPPORT_INSTANCES",
            "RAPPORT_LOOPS",
            "RAPPORT_INSTANCE_PORT",
            "RAPPORT_REDIS_PORT",
            "RAPPORT_PROVIDER",
            "RAPPORT_MODEL",
            "RAPPORT_GATEWAY_FILE");

    /** A load test must not spend anybody's money. */
    private static final Set<String> PROVIDERS = Set.of(
            "ANTHROPIC_API_KEY",
            "ANTHROPIC_BASE_URL",
            "GEMINI_API_KEY",
            "GEMINI_BASE_URL",
            "MISTRAL_API_KEY",
            "MISTRAL_BASE_URL",
            "OLLAMA_BASE_URL");

    /** What a gateway file says instead; a service that is told both ways refuses to start. */
    private static final Set<String> INSTEAD_OF_A_FILE =
            Set.of("OPENAI_API_KEY", "OPENAI_BASE_URL", "RAPPORT_ATTEMPTS");

    private Surroundings() {}

    /**
     * The caller's environment, changed.
     *
     * @throws IllegalArgumentException if a setting of the set-up is not one to make
     */
    static Map<String, String> of(Map<String, String> caller, Place place, SystemSetup setup) {
        Map<String, String> environment = new TreeMap<>(caller);
        environment.keySet().removeAll(OWN);
        environment.keySet().removeAll(PROVIDERS);
        setup.settings().forEach((name, value) -> {
            if (!name.startsWith("RAPPORT_") || OWN.contains(name)) {
                throw new IllegalArgumentException("settings: " + name
                        + " (expected: a RAPPORT_ variable of ./rapport up that the load test does not set itself)");
            }
            environment.put(name, value);
        });
        environment.put("RAPPORT_STATE", place.state().toString());
        environment.put("RAPPORT_HOST", "127.0.0.1");
        environment.put("RAPPORT_PORT", Integer.toString(place.port()));
        environment.put("RAPPORT_INSTANCES", Integer.toString(setup.instances()));
        environment.put("RAPPORT_LOOPS", Integer.toString(setup.loops()));
        if (setup.gateway().isEmpty()) {
            environment.put("RAPPORT_MODEL", "sim");
            environment.put("OPENAI_BASE_URL", place.simulator() + "/v1");
            environment.put("OPENAI_API_KEY", "simulated");
        } else {
            environment.keySet().removeAll(INSTEAD_OF_A_FILE);
            environment.put("RAPPORT_GATEWAY_FILE", place.gatewayFile().toString());
        }
        return environment;
    }

    /** The gateway's configuration for this place. */
    static String gateway(Place place, SystemSetup setup) {
        return setup.gatewayText(place.simulator() + "/v1", place.closed() + "/v1");
    }
}
