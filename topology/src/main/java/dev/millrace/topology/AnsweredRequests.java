// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.cache.CacheKey;
import dev.millrace.definition.Definition;
import dev.millrace.definition.Definitions;
import dev.millrace.pipeline.CachePolicy;
import dev.millrace.pipeline.CachePolicy.Scope;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Route;
import dev.millrace.prompt.Answer;
import dev.millrace.prompt.Inquiry;
import dev.millrace.prompt.RunView;
import dev.millrace.run.Ending;
import dev.millrace.run.RunFacts;
import dev.millrace.run.RunId;
import dev.millrace.run.RunStatus;
import dev.millrace.run.Working;
import dev.millrace.schemas.CacheUse;
import dev.millrace.schemas.Result;
import dev.millrace.state.ExpiringStore;
import dev.millrace.state.Stores;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What was answered before: by request id, so that a repeated request gets the same result again,
 * and by what was asked, where the route allows it.
 */
final class AnsweredRequests {
  private static final String CACHE = "result";

  private final Definitions definitions;
  private final Definition current;
  private final ExpiringStore<Result> byRun;
  private final ExpiringStore<Result> byQuestion;
  private final Set<Scope> cachedFor;

  private AnsweredRequests(
      Shared shared, ExpiringStore<Result> byRun, ExpiringStore<Result> byQuestion) {
    this.definitions = shared.definitions();
    this.current = definitions.current();
    this.byRun = byRun;
    this.byQuestion = byQuestion;
    this.cachedFor = cachedFor(current.pipeline());
  }

  /** Where no route keeps results for anybody, nothing is looked for: each look is many reads. */
  private static Set<Scope> cachedFor(Pipeline pipeline) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (Route route : pipeline.routes().values()) {
      CachePolicy policy = route.resultCache();
      if (policy != null) {
        scopes.add(policy.scope());
      }
    }
    return scopes;
  }

  static AnsweredRequests of(Shared shared, Stores.Finder finder) {
    return new AnsweredRequests(shared, Stores.answered(finder), Stores.resultCache(finder));
  }

  /** The result that this very request had. */
  Optional<Result> earlier(RunId run, long nowMs) {
    long oldestMs = nowMs - current.pipeline().caches().dedupe().toMillis();
    return byRun.get(key(run), nowMs).filter(result -> result.getEndedAtMs() > oldestMs);
  }

  /** The result of an equal question, made over as this request's own. */
  Optional<Result> cached(RunFacts facts, Inquiry inquiry, long nowMs) {
    if (!facts.cache().read()) {
      return Optional.empty();
    }
    for (Scope scope : cachedFor) {
      Optional<Result> hit =
          current
              .cacheKeys()
              .result(scope, facts, inquiry)
              .flatMap(key -> cached(scope, key, facts, inquiry, nowMs));
      if (hit.isPresent()) {
        return hit;
      }
    }
    return Optional.empty();
  }

  private Optional<Result> cached(
      Scope scope, CacheKey key, RunFacts facts, Inquiry inquiry, long nowMs) {
    return byQuestion
        .get(Bytes.wrap(key.bytes()), nowMs)
        .filter(result -> isFresh(result, scope, facts, nowMs))
        .map(result -> current.results().cached(result, facts, inquiry, key.shortHash(), nowMs));
  }

  /** By what the route says now: what was kept for all may be meant for one by now. */
  private boolean isFresh(Result result, Scope scope, RunFacts facts, long nowMs) {
    CachePolicy policy = policy(current, result.getRoute());
    if (policy == null || policy.scope() != scope) {
      return false;
    }
    Long askedMs = facts.cache().maxAgeMs();
    long mostMs = policy.ttl().toMillis();
    long freshMs = askedMs == null ? mostMs : Math.min(mostMs, askedMs);
    return nowMs - result.getEndedAtMs() < freshMs;
  }

  private static @Nullable CachePolicy policy(Definition definition, String route) {
    return definition.route(route).map(Route::resultCache).orElse(null);
  }

  void store(RunId run, Result result, long nowMs) {
    byRun.put(key(run), result, nowMs);
  }

  /** Makes the result of a run that has ended, and remembers it. */
  Result store(RunView view, Ending ending, Answer answer, long nowMs) {
    Definition own = definitions.of(view.run().facts());
    CacheKey key = placeFor(own, view, ending);
    List<CacheUse> uses =
        key == null ? List.of() : List.of(new CacheUse(CACHE, "stored", key.shortHash()));
    Result result = own.results().ended(view, ending, answer, uses, nowMs);
    if (key != null) {
      byQuestion.put(Bytes.wrap(key.bytes()), result, nowMs);
    }
    store(view.run().facts().id(), result, nowMs);
    return result;
  }

  /**
   * Only what is complete, and was asked in full, is ever cached, and only where request and route
   * allow it.
   */
  private static @Nullable CacheKey placeFor(Definition own, RunView view, Ending ending) {
    RunFacts facts = view.run().facts();
    boolean inFull = view.run().tally().trimmed() == 0;
    if (ending.status() != RunStatus.COMPLETED || !inFull || !facts.cache().write()) {
      return null;
    }
    CachePolicy policy =
        view.run() instanceof Working working ? policy(own, working.routing().route()) : null;
    return policy == null
        ? null
        : own.cacheKeys().result(policy.scope(), facts, view.inquiry()).orElse(null);
  }

  private static Bytes key(RunId run) {
    return Bytes.wrap(run.value().getBytes(StandardCharsets.US_ASCII));
  }
}
