package dev.rapport.llm.gateway;

import dev.rapport.llm.LlmRequest;
import dev.rapport.llm.Part;
import dev.rapport.llm.Usage;
import dev.rapport.llm.config.AliasConfig;
import dev.rapport.llm.config.GatewayConfig;
import dev.rapport.llm.limit.UserLimiter;
import dev.rapport.llm.line.Order;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/**
 * One request that its user's own limits have let in, and what it may do.
 *
 * @param ask what was reserved for it at the user's limits, to be settled once
 * @param order where it stands in every line
 * @param admitMax the longest wait that it joins a line with
 */
record Errand(
        LlmRequest request,
        AliasConfig alias,
        UserLimiter.Ask ask,
        Order order,
        Duration admitMax,
        GatewayConfig config) {

    /** What a target is told before it has said anything. */
    int promptTokens() {
        return request.prompt().tokens();
    }

    /** Whether somebody else has begun the answer: only a target that can go on with it may be asked. */
    boolean continues() {
        return request.prompt().continues();
    }

    /** Whether nobody waits for the answer. */
    boolean background() {
        return request.asker().background();
    }

    /** What the request asks for, else what its alias says; empty for the provider's own. */
    OptionalDouble temperature() {
        OptionalDouble asked = request.prompt().sampling().temperature();
        return asked.isPresent() ? asked : alias.temperature();
    }

    /** How much of the time to the first piece is left; zero or less if none is. */
    Duration left(long nowNanos) {
        return config.queue().deadline().minusNanos(nowNanos - request.asker().receivedNanos());
    }

    /** The part with its cost. A prompt that the provider said nothing of is counted by us. */
    Part priced(Part part, int promptTokens) {
        Usage said = part.usage();
        Usage usage = part.source().local() || said.promptTokens() > 0
                ? said
                : new Usage(promptTokens, said.completionTokens(), said.cachedTokens());
        long cost = config.prices()
                .costMicros(part.source().provider(), part.source().model(), usage);
        return new Part(part.source(), usage, part.complete(), cost);
    }

    /** All tokens of these parts. */
    static int tokens(List<Part> parts) {
        return parts.stream()
                .mapToInt(part -> part.usage().promptTokens() + part.usage().completionTokens())
                .sum();
    }

    /** The sum of what the parts used. */
    static Usage usage(List<Part> parts) {
        return parts.stream().map(Part::usage).reduce(new Usage(0, 0, 0), Usage::plus);
    }
}
