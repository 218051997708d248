package dev.rapport.llm.config;

import static java.util.Objects.requireNonNull;

import dev.rapport.llm.Ability;
import dev.rapport.llm.usage.Prices;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Everything the gateway can be told. Whoever holds it need not check.
 *
 * @param providers by name, in the file's order
 * @param models aliases by name; {@value #DEFAULT_ALIAS} is one of them
 * @param exhausted what becomes of a request that was let in and that no target could answer
 */
public record GatewayConfig(
        Map<String, ProviderConfig> providers,
        Map<String, AliasConfig> models,
        Plans plans,
        QueueConfig queue,
        RetryConfig retries,
        CacheConfig cache,
        Prices prices,
        Exhausted exhausted) {
    /** The alias of a request that names none. */
    public static final String DEFAULT_ALIAS = "default";

    public GatewayConfig {
        providers = Collections.unmodifiableMap(new LinkedHashMap<>(providers));
        models = Map.copyOf(models);
        requireNonNull(plans, "plans");
        requireNonNull(queue, "queue");
        requireNonNull(retries, "retries");
        requireNonNull(cache, "cache");
        requireNonNull(prices, "prices");
        requireNonNull(exhausted, "exhausted");
        if (!models.containsKey(DEFAULT_ALIAS)) {
            throw new IllegalArgumentException("models: " + models.keySet() + " (expected: " + DEFAULT_ALIAS + " too)");
        }
    }

    /** Whether one of the alias's targets can do all of this. */
    public boolean isAble(String alias, Set<Ability> needs) {
        return requireNonNull(models.get(alias), alias).targets().stream()
                .anyMatch(target -> can(target).containsAll(needs));
    }

    private Set<Ability> can(AliasConfig.Target target) {
        return requireNonNull(providers.get(target.provider()), target.provider())
                .abilities();
    }

    /** Who answers when nobody else can. */
    public enum Exhausted {
        /** The local responder. */
        LOCAL,
        /** Nobody: the turn fails. */
        REFUSE
    }

    /**
     * The line before a provider.
     *
     * @param deadline from a request's arrival to the first piece of its answer
     * @param waitingMax requests of one loop that may wait for one provider
     */
    public record QueueConfig(Duration deadline, int waitingMax) {
        /** 4,096 prompts of some 10 KB are 40 MB for one loop. */
        public static final QueueConfig DEFAULT = new QueueConfig(Duration.ofSeconds(30), 4_096);

        public QueueConfig {
            if (!requireNonNull(deadline, "deadline").isPositive()) {
                throw new IllegalArgumentException("queue.deadline: " + deadline + " (expected: above zero)");
            }
            if (waitingMax < 0) {
                throw new IllegalArgumentException("queue.waitingMax: " + waitingMax + " (expected: 0 or more)");
            }
        }
    }

    /**
     * How often a request is sent.
     *
     * @param attemptsMax over all targets, 1 to {@value #ATTEMPTS_MAX}
     */
    public record RetryConfig(int attemptsMax) {
        /** More would only help a provider to stay down. */
        public static final int ATTEMPTS_MAX = 5;

        /** One try, one repeat or one other provider, and one more. */
        public static final RetryConfig DEFAULT = new RetryConfig(3);

        public RetryConfig {
            if (attemptsMax < 1 || attemptsMax > ATTEMPTS_MAX) {
                throw new IllegalArgumentException(
                        "retries.attemptsMax: " + attemptsMax + " (expected: 1.." + ATTEMPTS_MAX + ")");
            }
        }
    }

    /**
     * Answers kept for a repeated question.
     *
     * @param bytesMax of all of them, for one process
     * @param life how long one is good
     */
    public record CacheConfig(long bytesMax, Duration life) {
        /** 16 MB are some 4,000 answers of 2,000 characters; the life is a guess, not measured. */
        public static final CacheConfig DEFAULT = new CacheConfig(16L << 20, Duration.ofMinutes(5));

        public CacheConfig {
            requireNonNull(life, "life");
            if (bytesMax < 0) {
                throw new IllegalArgumentException("cache.bytesMax: " + bytesMax + " (expected: 0 or more)");
            }
        }
    }
}
