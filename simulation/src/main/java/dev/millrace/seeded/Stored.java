// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.run.CallId;
import dev.millrace.schemas.stored.BudgetRecord;
import dev.millrace.schemas.stored.PendingCallRecord;
import dev.millrace.schemas.stored.RunRecord;
import dev.millrace.state.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.message.BinaryMessageDecoder;
import org.jspecify.annotations.Nullable;

/** What is durable, read from the changelogs' bytes and from nothing else. */
final class Stored {
  private static final int RUN_CHARS = 25;

  /** By key, see {@code BudgetStore}. */
  final Map<String, BudgetRecord> budgets = new LinkedHashMap<>();

  /** By call, as bytes that say nothing. */
  final Map<String, PendingCallRecord> pendingCalls = new LinkedHashMap<>();

  final Map<String, RunRecord> runs = new LinkedHashMap<>();

  /** By run: which of its promised calls stand in its own record. */
  private final Map<String, Set<String>> promisedWithTheRun = new HashMap<>();

  /** Keys of what else is kept of runs; each begins with the run's id. */
  final Set<String> inquiries = new LinkedHashSet<>();

  final Set<String> parts = new LinkedHashSet<>();

  /** Of the files that runs were begun under. */
  final Set<String> definitions = new LinkedHashSet<>();

  void apply(String store, byte[] keyBytes, byte @Nullable [] value) {
    String key = new String(keyBytes, StandardCharsets.ISO_8859_1);
    switch (store) {
      case Stores.BUDGETS ->
          put(
              budgets,
              new String(keyBytes, StandardCharsets.UTF_8),
              value,
              BudgetRecord.getDecoder());
      case Stores.PENDING_CALLS -> put(pendingCalls, key, value, PendingCallRecord.getDecoder());
      case Stores.RUNS -> {
        put(runs, key, value, RunRecord.getDecoder());
        promised(key, runs.get(key));
      }
      case Stores.INQUIRIES -> put(inquiries, key, value);
      case Stores.PARTS -> put(parts, key, value);
      case Stores.DEFINITIONS -> put(definitions, key, value);
      default -> {} // Caches: what is in them is judged by what comes out of them.
    }
  }

  private void promised(String runKey, @Nullable RunRecord run) {
    pendingCalls.keySet().removeAll(promisedWithTheRun.getOrDefault(runKey, Set.of()));
    promisedWithTheRun.remove(runKey);
    if (run != null && !run.getPromised().isEmpty()) {
      Map<String, PendingCallRecord> promised = new LinkedHashMap<>();
      run.getPromised()
          .forEach(
              each ->
                  promised.put(
                      runKey + half(each.getStep()) + half(each.getIndex()), each.getCall()));
      pendingCalls.putAll(promised);
      promisedWithTheRun.put(runKey, Set.copyOf(promised.keySet()));
    }
  }

  /** Whether nothing is under way. */
  boolean isQuiet() {
    return runs.isEmpty() && pendingCalls.isEmpty();
  }

  /** What is promised of a call. */
  @Nullable PendingCallRecord promise(CallId call) {
    return pendingCalls.get(stepKey(call) + half(call.index()));
  }

  /** The targets of what is promised in a call's step. */
  Stream<String> promisesOfStep(CallId call) {
    String step = stepKey(call);
    return pendingCalls.entrySet().stream()
        .filter(each -> each.getKey().startsWith(step))
        .map(each -> each.getValue().getTarget());
  }

  /** Whether a promised call has others with the same lock before it. */
  boolean waitsForItsLock(PendingCallRecord call) {
    return pendingCalls.values().stream().anyMatch(other -> waitsFor(call, other));
  }

  /** Whether one promised call must wait for the other's end. */
  boolean waitsFor(PendingCallRecord call, PendingCallRecord other) {
    return !call.getLockKey().isEmpty()
        && call.getLockKey().equals(other.getLockKey())
        && call.getTenant().equals(other.getTenant())
        && call.getLockTurn() > other.getLockTurn();
  }

  private static String stepKey(CallId call) {
    return call.run().value() + half(call.step());
  }

  private static String half(int number) {
    return "" + (char) (number >> 8) + (char) (number & 0xFF);
  }

  /** The run that a key of a call or a part begins with. */
  static String runOf(String key) {
    return key.substring(0, RUN_CHARS);
  }

  private static void put(Set<String> keys, String key, byte @Nullable [] value) {
    if (value == null) {
      keys.remove(key);
    } else {
      keys.add(key);
    }
  }

  private static <R> void put(
      Map<String, R> records,
      String key,
      byte @Nullable [] value,
      BinaryMessageDecoder<R> decoder) {
    try {
      if (value == null) {
        records.remove(key);
      } else {
        records.put(key, decoder.decode(value));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a changelog that cannot be read", e);
    }
  }
}
