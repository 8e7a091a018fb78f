// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * How fast the simulated provider is and how often it fails.
 *
 * @param ttft time to first token, in milliseconds
 * @param perToken time for each token of output, in milliseconds
 * @param faults how likely each fault is, 0 to 1; together at most 1
 * @param faultArrivals only the first so many arrivals of a request may fail; retries then succeed
 * @param retryAfterMs what a 429 tells the client to wait
 * @param slowMs what {@link Fault#SLOW} adds to the time to first token
 * @param hangMs after which a hanging request's connection is closed
 * @param cutAfterChunks how many chunks of a stream come before a cut, garbage or error in it
 */
public record Behaviour(
    Distribution ttft,
    Distribution perToken,
    Map<Fault, Double> faults,
    int faultArrivals,
    long retryAfterMs,
    long slowMs,
    long hangMs,
    int cutAfterChunks) {

  /** Answers at once and never fails. */
  public static final Behaviour INSTANT =
      new Behaviour(
          Distribution.ZERO,
          Distribution.ZERO,
          Map.of(),
          Integer.MAX_VALUE,
          1_000,
          10_000,
          120_000,
          2);

  private static final double ROUNDING = 1e-9;

  public Behaviour {
    requireNonNull(ttft, "ttft");
    requireNonNull(perToken, "per_token");
    faults = Map.copyOf(faults);
    double sum = 0;
    for (Map.Entry<Fault, Double> fault : faults.entrySet()) {
      between(0, fault.getValue(), 1, "rate of " + fault.getKey().code());
      sum += fault.getValue();
    }
    between(0, sum, 1 + ROUNDING, "sum of the rates of faults");
    between(0, faultArrivals, Integer.MAX_VALUE, "fault_arrivals");
    between(0, (double) retryAfterMs, 3_600_000, "retry_after_ms");
    between(0, (double) slowMs, 600_000, "slow_ms");
    between(1, (double) hangMs, 600_000, "hang_ms");
    between(0, cutAfterChunks, 1_000_000, "cut_after_chunks");
  }

  public Behaviour withLatency(Distribution newTtft, Distribution newPerToken) {
    return new Behaviour(
        newTtft, newPerToken, faults, faultArrivals, retryAfterMs, slowMs, hangMs, cutAfterChunks);
  }

  /** The same with one fault at this rate. */
  public Behaviour withFault(Fault fault, double rate) {
    Map<Fault, Double> changed = new EnumMap<>(Fault.class);
    changed.putAll(faults);
    changed.put(fault, rate);
    return withFaults(changed, faultArrivals);
  }

  /** The same, whose {@link Fault#SLOW} answers are so late. */
  public Behaviour withSlowMs(long newSlowMs) {
    return withTimes(retryAfterMs, newSlowMs, hangMs, cutAfterChunks);
  }

  public Behaviour withFaults(Map<Fault, Double> newFaults, int newFaultArrivals) {
    return new Behaviour(
        ttft, perToken, newFaults, newFaultArrivals, retryAfterMs, slowMs, hangMs, cutAfterChunks);
  }

  /**
   * Changes what a request's header {@code X-Simulate} says, for instance {@code
   * ttft=300;per_token=10;fail=429} or {@code fail=cut@0.5,500@0.1;arrivals=2;cut_after=3}.
   *
   * @throws IllegalArgumentException if it cannot be read
   */
  Behaviour overriddenBy(String header) {
    Behaviour changed = this;
    for (String part : header.split(";")) {
      String[] pair = part.strip().split("=", 2);
      if (pair.length == 2) {
        changed = changed.with(pair[0].strip().toLowerCase(Locale.ROOT), pair[1].strip());
      } else if (!part.isBlank()) {
        throw new IllegalArgumentException("not NAME=VALUE: " + part.strip());
      }
    }
    return changed;
  }

  private Behaviour with(String name, String value) {
    return switch (name) {
      case "ttft" -> withLatency(Distribution.parse(value), perToken);
      case "per_token" -> withLatency(ttft, Distribution.parse(value));
      case "fail" -> withFaults(rates(value), faultArrivals);
      case "arrivals" -> withFaults(faults, Integer.parseInt(value));
      case "retry_after" -> withTimes(Long.parseLong(value), slowMs, hangMs, cutAfterChunks);
      case "slow" -> withTimes(retryAfterMs, Long.parseLong(value), hangMs, cutAfterChunks);
      case "hang" -> withTimes(retryAfterMs, slowMs, Long.parseLong(value), cutAfterChunks);
      case "cut_after" -> withTimes(retryAfterMs, slowMs, hangMs, Integer.parseInt(value));
      default -> throw new IllegalArgumentException("nothing to simulate is called " + name);
    };
  }

  private Behaviour withTimes(long retryAfter, long slow, long hang, int chunks) {
    return new Behaviour(ttft, perToken, faults, faultArrivals, retryAfter, slow, hang, chunks);
  }

  private static Map<Fault, Double> rates(String text) {
    Map<Fault, Double> rates = new EnumMap<>(Fault.class);
    for (String one : text.split(",")) {
      String[] pair = one.strip().split("@", 2);
      if (!pair[0].equals("none")) {
        rates.put(Fault.of(pair[0]), pair.length == 1 ? 1.0 : Double.parseDouble(pair[1]));
      }
    }
    return rates;
  }

  private static void between(double least, double value, double most, String what) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(what + " is not in " + least + ".." + most + ": " + value);
    }
  }
}
