package dev.rapport.llm.config;

import dev.rapport.llm.config.ProviderConfig.Prefill;
import dev.rapport.llm.provider.ProviderSettings.Kind;
import dev.rapport.llm.provider.Providers;
import java.net.URI;
import java.util.Locale;

/** What a provider speaks, as the file names it; of Gemini and Mistral their OpenAI-compatible routes are used. */
enum Protocol {
    OPENAI(Kind.OPENAI),
    ANTHROPIC(Kind.ANTHROPIC),
    GEMINI(Kind.OPENAI),
    MISTRAL(Kind.OPENAI);

    private final Kind kind;

    Protocol(Kind kind) {
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The provider's own address. */
    String usualUrl() {
        return Providers.usualUrl(word());
    }

    /**
     * How it is asked to go on with a begun answer if the file does not say. OpenAI, Gemini and Claude from 4.6 on refuse
     * a last message of the assistant or take no notice of it; most other servers go on with it.
     */
    Prefill prefill(String baseUrl) {
        return switch (this) {
            case ANTHROPIC, GEMINI -> Prefill.INSTRUCT;
            case MISTRAL -> Prefill.PREFIX;
            case OPENAI -> ofHost(URI.create(baseUrl).getHost().toLowerCase(Locale.ROOT));
        };
    }

    private static Prefill ofHost(String host) {
        if (isOf(host, "openai.com") || isOf(host, "anthropic.com") || isOf(host, "googleapis.com")) {
            return Prefill.INSTRUCT;
        }
        return isOf(host, "mistral.ai") || isOf(host, "deepseek.com") ? Prefill.PREFIX : Prefill.NATIVE;
    }

    private static boolean isOf(String host, String domain) {
        return host.equals(domain) || host.endsWith("." + domain);
    }
}
