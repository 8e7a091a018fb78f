// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.call.Usage;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What a simulated model server has seen and done. Counts only grow, but for those in flight. */
public final class SimulationStats {

  private static final int MAX_KEYS = 200_000;
  private static final int MAX_KEYS_SHOWN = 1_000;

  private final LongAdder requests = new LongAdder();
  private final LongAdder promptTokens = new LongAdder();
  private final LongAdder completionTokens = new LongAdder();
  private final LongAdder cachedTokens = new LongAdder();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger peak = new AtomicInteger();
  private final Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();
  private final Lru<String, Integer> keys = new Lru<>(MAX_KEYS);
  private final Lru<String, Usage> delivered = new Lru<>(MAX_KEYS);

  SimulationStats() {}

  void arrived(String idempotencyKey) {
    requests.increment();
    peak.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
    if (!idempotencyKey.isEmpty()) {
      keys.update(idempotencyKey, 0, times -> times + 1);
    }
  }

  void left() {
    inFlight.decrementAndGet();
  }

  void countEnd(String outcome) {
    outcomes.computeIfAbsent(outcome, any -> new LongAdder()).increment();
  }

  void delivered(String idempotencyKey, TokenUse use) {
    promptTokens.add(use.prompt());
    completionTokens.add(use.completion());
    cachedTokens.add(use.cached());
    if (!idempotencyKey.isEmpty()) {
      Usage usage = Usage.of(use.prompt(), use.completion()).withCache(use.cached(), 0, 0);
      delivered.update(idempotencyKey, Usage.NONE, before -> before.plus(usage));
    }
  }

  /** Requests for a model's answer, refused and failed ones too. */
  public long requests() {
    return requests.sum();
  }

  public int inFlight() {
    return inFlight.get();
  }

  /** The most that were ever in flight at once. */
  public int peakInFlight() {
    return peak.get();
  }

  /**
   * How many ended so: {@code answered}, a fault's code, an HTTP status of a refusal such as {@code
   * refused_400}, or {@code abandoned} by the client.
   */
  public long ended(String outcome) {
    LongAdder count = outcomes.get(outcome);
    return count == null ? 0 : count.sum();
  }

  /** How often a request with this Idempotency-Key came. */
  public int seen(String idempotencyKey) {
    Integer times = keys.get(idempotencyKey);
    return times == null ? 0 : times;
  }

  /**
   * What it would bill for all requests with this Idempotency-Key: whole answers, and of those that
   * broke off the prompt and what was said. To a client that went away it would bill all.
   */
  public Usage delivered(String idempotencyKey) {
    return Objects.requireNonNullElse(delivered.get(idempotencyKey), Usage.NONE);
  }

  /** The same of all requests together. */
  public Usage delivered() {
    return Usage.of(promptTokens.sum(), completionTokens.sum()).withCache(cachedTokens.sum(), 0, 0);
  }

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("requests", requests())
        .put("in_flight", inFlight())
        .put("peak_in_flight", peakInFlight())
        .put("prompt_tokens", promptTokens.sum())
        .put("completion_tokens", completionTokens.sum())
        .put("cached_tokens", cachedTokens.sum());
    ObjectNode byOutcome = json.putObject("outcomes");
    new TreeMap<>(outcomes).forEach((outcome, count) -> byOutcome.put(outcome, count.sum()));
    ObjectNode idempotency = json.putObject("idempotency_keys");
    Map<String, Integer> seen = keys.copy();
    idempotency.put("distinct", seen.size());
    ObjectNode repeated = idempotency.putObject("repeated");
    seen.entrySet().stream()
        .filter(key -> key.getValue() > 1)
        .limit(MAX_KEYS_SHOWN)
        .forEach(key -> repeated.put(key.getKey(), key.getValue()));
    return json;
  }
}
