package dev.rapport.loadtest.profile;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the service is set up.
 *
 * @param instances processes of the chat service
 * @param loops event loops in each
 * @param settings environment variables of {@code ./rapport up}, beginning with {@code RAPPORT_}
 * @param forcedGc time between forced full collections of one instance, so that the live heap can be read; zero for none
 * @param gateway the text of a gateway configuration file, with places for values: {@code ${simulator}}, {@code ${closed}}
 *     and those of {@code gatewayValues}; written in a profile as text or as YAML. Empty: the service is told of the
 *     simulated provider by environment variables. A phase's set-up without one takes the profile's
 * @param gatewayValues what stands for {@code ${NAME}} in {@code gateway}, by name; may have {@code ${simulator}} in it
 */
public record SystemSetup(
        int instances,
        int loops,
        Map<String, String> settings,
        Duration forcedGc,
        @JsonDeserialize(using = GatewayText.class) String gateway,
        Map<String, String> gatewayValues) {
    public static final SystemSetup DEFAULT = new SystemSetup(4, 4, Map.of(), Duration.ZERO);

    /** In a gateway's text: the base URL of the simulated provider. */
    public static final String SIMULATOR = "simulator";

    /** In a gateway's text: a URL at which nothing listens. */
    public static final String CLOSED = "closed";

    private static final Pattern PLACE = Pattern.compile("\\$\\{([a-z][a-z0-9_]*)}");

    /** One without a gateway file. */
    public SystemSetup(int instances, int loops, Map<String, String> settings, Duration forcedGc) {
        this(instances, loops, settings, forcedGc, "", Map.of());
    }

    public SystemSetup {
        instances = instances == 0 ? 4 : instances;
        loops = loops == 0 ? 4 : loops;
        settings = Profile.or(settings, Map.of());
        forcedGc = Profile.or(forcedGc, Duration.ZERO);
        gateway = Profile.or(gateway, "");
        gatewayValues = Profile.or(gatewayValues, Map.of());
        Check.range("instances", instances, 1, 64);
        Check.range("loops", loops, 1, 64);
    }

    /** The same, or if it has no gateway's text but values for one, with this text. */
    SystemSetup withDefaultGateway(String text) {
        return gateway.isEmpty() && !gatewayValues.isEmpty()
                ? new SystemSetup(instances, loops, settings, forcedGc, text, gatewayValues)
                : this;
    }

    /**
     * The gateway's text with a value in each place.
     *
     * @throws IllegalArgumentException if a place has no value
     */
    public String gatewayText(String simulatorUrl, String closedUrl) {
        Map<String, String> urls = Map.of(SIMULATOR, simulatorUrl, CLOSED, closedUrl);
        Map<String, String> all = new TreeMap<>(urls);
        gatewayValues.forEach((name, value) -> all.put(name, filled(value, urls)));
        return filled(gateway, all);
    }

    private static String filled(String text, Map<String, String> values) {
        Matcher places = PLACE.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (places.find()) {
            String name = places.group(1);
            String value = values.get(name);
            Check.that(value != null, "gateway", "${" + name + "}", "one of " + values.keySet());
            places.appendReplacement(filled, Matcher.quoteReplacement(String.valueOf(value)));
        }
        return places.appendTail(filled).toString();
    }
}
