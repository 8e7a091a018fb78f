// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.traffic;

import dev.millrace.estimate.Found;
import dev.millrace.estimate.Toll;
import dev.millrace.ledger.Amounts;
import dev.millrace.route.By;
import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.Result;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What runs came to, by the results and the cost events that they left.
 *
 * @param byRoute of those that completed and were not answered from the result cache
 * @param cached how many were
 * @param unfinished how many did not complete
 * @param found of all of them, how often which route was found in which way
 */
public record Truth(
    Map<String, List<Toll>> byRoute, long cached, long unfinished, Map<Found, Long> found) {

  /** Is told what there is, in any order, and the same perhaps twice. */
  public static final class Reader {
    private final Map<String, Result> results = new LinkedHashMap<>();
    private final Map<String, CostEvent> costs = new HashMap<>();

    public void read(Result result) {
      results.putIfAbsent(result.getRunId(), result);
    }

    public void read(CostEvent event) {
      costs.putIfAbsent(event.getEventId(), event);
    }

    public Truth truth() {
      Map<String, List<CostEvent>> paid = new HashMap<>();
      for (CostEvent event : costs.values()) {
        if (!event.getKind().equals("saved")) {
          paid.computeIfAbsent(event.getRunId(), any -> new ArrayList<>()).add(event);
        }
      }
      Map<String, List<Toll>> byRoute = new TreeMap<>();
      long cached = 0;
      long unfinished = 0;
      Map<Found, Long> found = new HashMap<>();
      for (Result result : results.values()) {
        by(result).ifPresent(by -> found.merge(new Found(result.getRoute(), by), 1L, Long::sum));
        if (!result.getStatus().equals("completed")) {
          unfinished++;
        } else if (result.getReason().equals("cached")) {
          cached++;
        } else {
          Toll toll = toll(result, paid.getOrDefault(result.getRunId(), List.of()));
          byRoute.computeIfAbsent(result.getRoute(), any -> new ArrayList<>()).add(toll);
        }
      }
      return new Truth(Collections.unmodifiableMap(byRoute), cached, unfinished, Map.copyOf(found));
    }

    private static Optional<By> by(Result result) {
      return Arrays.stream(By.values())
          .filter(by -> by.name().toLowerCase(Locale.ROOT).equals(result.getRoutedBy()))
          .findFirst();
    }

    private static Toll toll(Result result, List<CostEvent> paid) {
      long nanos = 0;
      long input = 0;
      long output = 0;
      for (CostEvent event : paid) {
        nanos = Math.addExact(nanos, event.getAmountNanos());
        input += event.getUsage().getInputTokens();
        output += event.getUsage().getOutputTokens();
      }
      return new Toll(
          new Amounts(
              nanos, input + output, input, output, result.getModelCalls(), result.getToolCalls()),
          Math.max(0, result.getEndedAtMs() - result.getReceivedAtMs()));
    }
  }
}
