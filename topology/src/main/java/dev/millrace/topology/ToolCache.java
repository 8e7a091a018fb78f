// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.definition.Definitions;
import dev.millrace.engine.OutboundCall;
import dev.millrace.pipeline.CachePolicy;
import dev.millrace.pipeline.Tool;
import dev.millrace.run.CallResult;
import dev.millrace.run.RunFacts;
import dev.millrace.state.CachedTool;
import dev.millrace.state.ExpiringStore;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;

/** What tools returned and may return again. Failures are never in it. */
final class ToolCache {
  private final Definitions definitions;
  private final ExpiringStore<CachedTool> store;

  ToolCache(Definitions definitions, ExpiringStore<CachedTool> store) {
    this.definitions = definitions;
    this.store = store;
  }

  /** What the tool would return, if it is known and fresh enough for this request. */
  Optional<CachedTool> get(RunFacts facts, OutboundCall.ToTool call, long nowMs) {
    Tool tool = definitions.of(facts).tool(call.tool());
    CachePolicy policy = tool.cache();
    if (policy == null || !facts.cache().read()) {
      return Optional.empty();
    }
    long mostMs = policy.ttl().toMillis();
    Long askedMs = facts.cache().maxAgeMs();
    long freshMs = askedMs == null ? mostMs : Math.min(mostMs, askedMs);
    return key(policy, facts, tool, call)
        .flatMap(key -> store.get(key, nowMs))
        .filter(cached -> nowMs - cached.madeAtMs() < freshMs);
  }

  void put(RunFacts facts, OutboundCall.ToTool call, CallResult.ToolAnswer answer, long nowMs) {
    Tool tool = definitions.of(facts).tool(call.tool());
    CachePolicy policy = tool.cache();
    if (policy != null && tool.effect() == Tool.Effect.READ && facts.cache().write()) {
      CachedTool cached =
          new CachedTool(answer.content(), answer.tokens(), nowMs, tool.priceNanos());
      key(policy, facts, tool, call).ifPresent(key -> store.put(key, cached, nowMs));
    }
  }

  private Optional<Bytes> key(
      CachePolicy policy, RunFacts facts, Tool tool, OutboundCall.ToTool call) {
    return definitions
        .of(facts)
        .cacheKeys()
        .tool(policy.scope(), facts, tool, call.request().arguments())
        .map(key -> Bytes.wrap(key.bytes()));
  }
}
