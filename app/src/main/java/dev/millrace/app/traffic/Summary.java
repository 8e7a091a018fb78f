// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.traffic;

import dev.millrace.schemas.Phases;
import dev.millrace.schemas.Result;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * What many requests add up to.
 *
 * @param byStatus how many ended so
 * @param byRoute how many went that way; the empty name is of those that found none
 * @param cacheHits answers, of requests or tools, that came from a cache
 */
public record Summary(
    int requests,
    Map<String, Integer> byStatus,
    Map<String, Integer> byRoute,
    Percentiles latency,
    long costNanos,
    long savedNanos,
    String currency,
    long cacheHits,
    Times times) {

  /** Time by phase, summed over requests, and what one call after the other would have taken. */
  public record Times(
      long queuedMs, long classifyMs, long toolsMs, long modelsMs, long ownMs, long sequentialMs) {}

  public Summary {
    byStatus = Map.copyOf(byStatus);
    byRoute = Map.copyOf(byRoute);
  }

  public static Summary of(Collection<Answered> all) {
    List<Result> results = all.stream().map(Answered::result).toList();
    return new Summary(
        results.size(),
        count(results.stream().map(Result::getStatus).toList()),
        count(results.stream().map(Result::getRoute).toList()),
        Percentiles.of(all.stream().map(Answered::latencyMs).toList()),
        sum(results, Result::getCostNanos),
        sum(results, Result::getSavedNanos),
        currency(results),
        sum(results, Summary::hits),
        times(results.stream().map(Result::getPhases).toList()));
  }

  /** How many ended with a status. */
  public int with(String status) {
    return byStatus.getOrDefault(status, 0);
  }

  /** The routes that most requests took, first the most. */
  public Map<String, Integer> topRoutes(int most) {
    Map<String, Integer> top = new LinkedHashMap<>();
    new TreeMap<>(byRoute)
        .entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .limit(most)
            .forEach(route -> top.put(route.getKey(), route.getValue()));
    return top;
  }

  /** Answers that a result's request got from caches. */
  public static long hits(Result result) {
    return result.getCaches().stream().filter(use -> use.getOutcome().equals("hit")).count();
  }

  private static Times times(List<Phases> phases) {
    return new Times(
        sum(phases, Phases::getQueuedMs),
        sum(phases, Phases::getClassifyMs),
        sum(phases, Phases::getToolsMs),
        sum(phases, Phases::getModelsMs),
        sum(phases, Phases::getOwnMs),
        sum(phases, Phases::getSequentialMs));
  }

  private static Map<String, Integer> count(List<String> words) {
    Map<String, Integer> counts = new TreeMap<>();
    words.forEach(word -> counts.merge(word, 1, Integer::sum));
    return counts;
  }

  private static <T> long sum(List<T> all, ToLongFunction<T> amount) {
    return all.stream().mapToLong(amount).sum();
  }

  private static String currency(List<Result> results) {
    return results.stream()
        .map(Result::getCurrency)
        .filter(currency -> !currency.isEmpty())
        .findFirst()
        .orElse("");
  }
}
