package dev.rapport.llm.gateway;

import dev.rapport.llm.LlmListener;
import dev.rapport.llm.config.AliasConfig;
import dev.rapport.llm.config.GatewayConfig;
import dev.rapport.llm.config.ProviderConfig;
import dev.rapport.llm.limit.LimitListener;
import dev.rapport.llm.limit.LimitLoop;
import dev.rapport.llm.limit.PeekingPool;
import dev.rapport.llm.limit.PoolLimiter;
import dev.rapport.llm.limit.PrefetchingPool;
import dev.rapport.llm.limit.RedisPool;
import dev.rapport.llm.limit.RedisUsers;
import dev.rapport.llm.limit.StoreClock;
import dev.rapport.llm.limit.UserLimiter;
import dev.rapport.llm.local.LocalResponder;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Puts a loop's gateway together. */
final class Assembly {
    private Assembly() {}

    static Gateway gateway(Vertx vertx, GatewayShared shared, GatewayLoop loop, LoopTools tools, Clock clock) {
        GatewayConfig config = shared.config();
        Optional<LimitLoop> limits = loop.scripts()
                .map(scripts -> new LimitLoop(
                        loop.name(),
                        loop.share(),
                        scripts,
                        tools.timers(),
                        tools.nanoClock(),
                        () -> micros(clock),
                        heard(tools.listener())));
        Optional<StoreClock> storeClock = limits.map(StoreClock::new);
        UserLimiter users = limits.<UserLimiter>map(each -> new RedisUsers(each, storeClock.orElseThrow()))
                .orElseGet(() -> UserLimiter.none(() -> micros(clock)));
        Map<String, Outlet> outlets = new LinkedHashMap<>();
        config.providers().forEach((name, provider) -> {
            Outlet.Settings settings = new Outlet.Settings(
                    provider,
                    shared.healthOfProviders().of(name),
                    isAlone(config, name),
                    config.queue().waitingMax());
            outlets.put(
                    name,
                    new Outlet(
                            vertx,
                            settings,
                            limits.map(each -> pool(each, storeClock.orElseThrow(), provider, tools.newId()))
                                    .orElse(null),
                            clock,
                            tools));
        });
        return new Gateway(shared, outlets, users, new LocalResponder(clock), tools);
    }

    private static PoolLimiter pool(LimitLoop loop, StoreClock clock, ProviderConfig provider, Supplier<String> newId) {
        RedisPool redis = new RedisPool(loop, clock, provider.limits());
        redis.learnTheTime();
        if (!provider.limits().limits() && provider.keys().size() == 1) {
            return new PeekingPool(redis, provider.keys().getFirst().name(), clock, loop.nanoClock());
        }
        // of a few places at one time none is kept in advance
        return provider.limits().inFlightMax() > 0 ? redis : new PrefetchingPool(redis, loop.timers(), clock, newId);
    }

    /* Whether no alias has another provider beside this one. */
    private static boolean isAlone(GatewayConfig config, String provider) {
        return config.models().values().stream()
                .map(AliasConfig::targets)
                .filter(targets ->
                        targets.stream().anyMatch(target -> target.provider().equals(provider)))
                .allMatch(targets ->
                        targets.stream().allMatch(target -> target.provider().equals(provider)));
    }

    private static LimitListener heard(LlmListener listener) {
        return new LimitListener() {
            @Override
            public void fellBack(String pool) {
                listener.limiterFellBack(pool);
            }

            @Override
            public void noteDropped(String pool) {
                listener.limiterNoteDropped(pool);
            }
        };
    }

    private static long micros(Clock clock) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    }
}
