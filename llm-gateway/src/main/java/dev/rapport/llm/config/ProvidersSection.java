package dev.rapport.llm.config;

import dev.rapport.llm.Ability;
import dev.rapport.llm.config.ProviderConfig.KeyConfig;
import dev.rapport.llm.http.HttpTimeouts;
import dev.rapport.llm.limit.KeyLimit;
import dev.rapport.llm.provider.ProviderSettings;
import dev.rapport.llm.provider.ProviderSettings.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code providers}. */
final class ProvidersSection {
    /** More calls at one time than any provider carries for one customer; 0 is no bound. */
    static final int IN_FLIGHT_MAX = 1_000_000;

    private static final int MILLIS_MAX = (int) HttpTimeouts.MAX.toMillis();

    private final Secrets secrets;

    /** Whether the calls at one time are bounded by what a provider is seen to carry. */
    private enum Concurrency {
        ADAPTIVE,
        OFF
    }

    ProvidersSection(Map<String, String> environment) {
        this.secrets = new Secrets(environment);
    }

    Map<String, ProviderConfig> read(Node section) {
        Map<String, ProviderConfig> providers = new LinkedHashMap<>();
        section.named().forEach(node -> providers.put(node.key(), provider(node)));
        if (providers.isEmpty()) {
            throw section.refused("(empty)", "at least one provider");
        }
        return providers;
    }

    private ProviderConfig provider(Node node) {
        Fields fields = node.fields(
                "protocol",
                "base-url",
                "prefill",
                "http2",
                "concurrency",
                "in-flight-max",
                "timeouts",
                "lacks",
                "keys");
        Protocol protocol =
                fields.at("protocol", "openai, anthropic, gemini or mistral").choice(Protocol.class);
        String url = fields.find("base-url").map(ProvidersSection::url).orElseGet(protocol::usualUrl);
        return new ProviderConfig(
                node.key(),
                protocol.kind(),
                url,
                fields.choice("prefill", protocol.prefill(url)),
                http2(fields, url),
                fields.choice("concurrency", Concurrency.ADAPTIVE) == Concurrency.ADAPTIVE,
                fields.number("in-flight-max", 0, 0, IN_FLIGHT_MAX),
                fields.find("timeouts").map(ProvidersSection::timeouts).orElse(HttpTimeouts.DEFAULT),
                abilities(fields, protocol),
                keys(fields.at("keys", "1.." + ProviderConfig.KEYS_MAX + " entries"), protocol));
    }

    private static Set<Ability> abilities(Fields fields, Protocol protocol) {
        Set<Ability> abilities = EnumSet.copyOf(ProviderConfig.abilities(protocol.kind()));
        fields.find("lacks")
                .ifPresent(lacks -> lacks.items(0, Ability.values().length)
                        .forEach(each -> abilities.remove(each.choice(Ability.class))));
        return abilities;
    }

    private static String url(Node node) {
        String url = node.text();
        if (!ProviderSettings.isUrl(url)) {
            throw node.refused(
                    ProviderSettings.withoutUserInfo(url), "http or https URL without user, query and fragment");
        }
        return url;
    }

    private static boolean http2(Fields fields, String url) {
        boolean isTls = url.regionMatches(true, 0, "https:", 0, "https:".length());
        return fields.find("http2")
                .map(node -> {
                    if (node.truth() && !isTls) {
                        throw node.refused("true", "false: it is for https only");
                    }
                    return node.truth();
                })
                .orElse(isTls);
    }

    private static HttpTimeouts timeouts(Node node) {
        Fields fields = node.fields("connect-ms", "first-token-ms", "gap-ms");
        HttpTimeouts usual = HttpTimeouts.DEFAULT;
        return new HttpTimeouts(
                millis(fields, "connect-ms", usual.connect()),
                millis(fields, "first-token-ms", usual.firstEvent()),
                millis(fields, "gap-ms", usual.gap()),
                usual.reader());
    }

    private static Duration millis(Fields fields, String key, Duration otherwise) {
        return fields.find(key).map(node -> node.millis(1, MILLIS_MAX)).orElse(otherwise);
    }

    private List<KeyConfig> keys(Node section, Protocol protocol) {
        List<KeyConfig> keys = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Node entry : section.items(1, ProviderConfig.KEYS_MAX)) {
            Secrets.refuseLiteral(entry);
            Fields fields = entry.fields("name", "key-env", "key-file", "rpm", "tpm");
            Node name = fields.at("name", Node.NAME);
            if (!names.add(name.name())) {
                throw name.refused(name.name(), "a name that no other key of this provider has");
            }
            String secret = secrets.of(entry, fields);
            if (secret.isEmpty() && protocol.kind() == Kind.ANTHROPIC) {
                throw entry.refused("no key", "key-env or key-file: " + protocol.word() + " takes no request without");
            }
            keys.add(new KeyConfig(
                    new KeyLimit(
                            name.name(),
                            fields.number("rpm", 0, 0, KeyLimit.REQUESTS_MAX),
                            fields.number("tpm", 0, 0, KeyLimit.TOKENS_MAX)),
                    secret));
        }
        return keys;
    }
}
