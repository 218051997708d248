package dev.rapport.llm.gateway;

import dev.rapport.llm.Ability;
import dev.rapport.llm.AnswerEnd;
import dev.rapport.llm.Call;
import dev.rapport.llm.LlmListener;
import dev.rapport.llm.LlmReply;
import dev.rapport.llm.LlmRequest;
import dev.rapport.llm.Part;
import dev.rapport.llm.Source;
import dev.rapport.llm.TextSink;
import dev.rapport.llm.ToolFragment;
import dev.rapport.llm.config.AliasConfig;
import dev.rapport.llm.config.AliasConfig.CacheMode;
import dev.rapport.llm.config.AliasConfig.Target;
import dev.rapport.llm.config.AliasConfig.WhenLimited;
import dev.rapport.llm.config.GatewayConfig;
import dev.rapport.llm.config.GatewayConfig.CacheConfig;
import dev.rapport.llm.config.GatewayConfig.Exhausted;
import dev.rapport.llm.config.GatewayConfig.QueueConfig;
import dev.rapport.llm.config.GatewayConfig.RetryConfig;
import dev.rapport.llm.config.Plans;
import dev.rapport.llm.config.ProviderConfig;
import dev.rapport.llm.config.ProviderConfig.KeyConfig;
import dev.rapport.llm.config.ProviderConfig.Prefill;
import dev.rapport.llm.fake.FakeProvider;
import dev.rapport.llm.fake.Loop;
import dev.rapport.llm.http.HttpTimeouts;
import dev.rapport.llm.limit.KeyLimit;
import dev.rapport.llm.provider.ProviderSettings.Kind;
import dev.rapport.llm.usage.Prices;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** A gateway on a loop of its own, before providers that are servers with a script each. No store: nothing is limited. */
final class Rig implements AutoCloseable {
    /** Silence that ends a call; long enough for a busy machine to answer within. */
    private static final Duration SILENCE = Duration.ofSeconds(1);

    private static final HttpTimeouts TIMEOUTS =
            new HttpTimeouts(Duration.ofSeconds(1), SILENCE, SILENCE, Duration.ofSeconds(5));

    final Loop loop = new Loop();
    final List<String> heard = new ArrayList<>();
    final List<String> pieces = new ArrayList<>();
    final List<FakeProvider> providers = new ArrayList<>();
    Duration deadline = Duration.ofSeconds(10);
    Exhausted exhausted = Exhausted.LOCAL;
    CacheMode cache = CacheMode.OFF;
    Set<Ability> firstAbilities = EnumSet.allOf(Ability.class);
    Prefill prefill = Prefill.NATIVE;
    Prices prices = Prices.NONE;

    final LlmListener listener = new LlmListener() {
        @Override
        public void attemptEnded(String provider, Outcome outcome, long nanos) {
            heard.add(provider + " " + outcome);
        }

        @Override
        public void answeredLocally(String provider, Outcome because) {
            heard.add("local " + because);
        }

        @Override
        public void answerEnded(Source source, AnswerEnd end, long nanos) {
            heard.add("ended " + source.provider());
        }

        @Override
        public void answerBroken(Source source, Throwable cause, long nanos) {
            heard.add("broken " + source.provider());
        }

        @Override
        public void gaveUp(String provider) {
            heard.add("gave up " + provider);
        }

        @Override
        public void replaced(Source from, Source to) {
            heard.add(from.provider() + " replaced by " + to.provider());
        }

        @Override
        public void coolDown(String provider, String key) {
            heard.add("cool-down " + provider);
        }

        @Override
        public void cache(CacheOutcome outcome) {
            heard.add("cache " + outcome);
        }

        @Override
        public void spent(String plan, Part part) {
            heard.add("spent " + part.source().provider() + " " + part.usage().promptTokens() + "+"
                    + part.usage().completionTokens());
        }
    };

    /** Providers {@code p1}, {@code p2} and so on, in the order of preference; each plays its scripts one after the other. */
    @SafeVarargs
    final Gateway gateway(List<FakeProvider.Script>... scripts) {
        List<String> urls = new ArrayList<>();
        for (List<FakeProvider.Script> script : scripts) {
            FakeProvider provider = new FakeProvider(loop.vertx(), script.toArray(FakeProvider.Script[]::new));
            providers.add(provider);
            urls.add(provider.url());
        }
        return gatewayTo(urls);
    }

    Gateway gatewayTo(List<String> urls) {
        Map<String, ProviderConfig> configs = new LinkedHashMap<>();
        List<Target> targets = new ArrayList<>();
        for (String url : urls) {
            String name = "p" + (configs.size() + 1);
            configs.put(
                    name,
                    new ProviderConfig(
                            name,
                            Kind.OPENAI,
                            url,
                            prefill,
                            false,
                            true,
                            0,
                            TIMEOUTS,
                            configs.isEmpty() ? firstAbilities : EnumSet.allOf(Ability.class),
                            List.of(new KeyConfig(new KeyLimit("key", 0, 0), "secret"))));
            targets.add(new Target(name, "m"));
        }
        AliasConfig alias = new AliasConfig("default", targets, WhenLimited.WAIT, OptionalDouble.empty(), cache);
        GatewayConfig config = new GatewayConfig(
                configs,
                Map.of("default", alias),
                Plans.NONE,
                new QueueConfig(deadline, 100),
                RetryConfig.DEFAULT,
                CacheConfig.DEFAULT,
                prices,
                exhausted);
        return loop.get(() -> Gateway.create(
                loop.vertx(), GatewayShared.create(config), new GatewayLoop("1/1", 1, Optional.empty()), listener));
    }

    LlmReply ask(Gateway gateway, LlmRequest request) {
        return loop.await(() -> gateway.ask(request, Call.NONE));
    }

    AnswerEnd pipe(Gateway gateway, LlmRequest request) {
        return loop.await(() -> gateway.ask(request, Call.NONE)
                .compose(reply -> ((LlmReply.Answering) reply).answer().pipeTo(new Collecting())));
    }

    String text() {
        return String.join("", pieces);
    }

    /** Takes everything at once. */
    final class Collecting implements TextSink {
        @Override
        public Future<Void> write(String piece) {
            pieces.add(piece);
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> call(ToolFragment fragment) {
            pieces.add(fragment.name() + fragment.arguments());
            return Future.succeededFuture();
        }

        @Override
        public void replaced(Source by) {
            heard.add("told " + by.provider() + " at " + pieces.size());
        }
    }

    @Override
    public void close() throws TimeoutException {
        loop.close();
    }
}
