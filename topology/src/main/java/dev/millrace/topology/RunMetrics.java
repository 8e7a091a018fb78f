// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.engine.Lane;
import dev.millrace.engine.Slots;
import dev.millrace.engine.Trim;
import dev.millrace.run.Alarm;
import dev.millrace.run.Ending;
import dev.millrace.run.HedgeEnd;
import dev.millrace.run.Run;
import dev.millrace.run.RunObserver;
import dev.millrace.schemas.Result;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a person who runs the application wants to see of its runs; nothing of what they say. */
public final class RunMetrics {
  private final MeterRegistry meters;
  private final RunObserver observer;

  public RunMetrics(MeterRegistry meters) {
    this(meters, RunObserver.NONE);
  }

  /**
   * @param observer hears of every move of a run, which no meter counts
   */
  public RunMetrics(MeterRegistry meters, RunObserver observer) {
    this.meters = meters;
    this.observer = observer;
  }

  /** Shows how many calls are under way, how many wait, and how many each model bears. */
  public RunMetrics watching(Slots slots) {
    Gauge.builder("millrace.calls.in.flight", slots, Slots::inFlight).register(meters);
    Gauge.builder("millrace.calls.waiting", slots, Slots::waiting).register(meters);
    slots.watch((lane, model) -> watch(slots, lane, model));
    return this;
  }

  private void watch(Slots slots, Lane provider, String model) {
    Gauge.builder("millrace.model.places", slots, all -> all.places(provider, model))
        .description("Calls of a model that may be under way at once, by what its provider bears")
        .tags("provider", provider.name(), "model", model)
        .register(meters);
  }

  void moved(@Nullable Run before, Run after, @Nullable Ending ending) {
    observer.moved(before, after, ending);
  }

  /**
   * A slow call was made twice and that came to an end, or was not made twice.
   *
   * @param model that was asked, or was to be asked, beside the first
   * @param alone whether the first attempt had failed before
   */
  void hedge(String model, HedgeEnd end, boolean alone) {
    observer.hedged(end, alone);
    Counter.builder("millrace.hedges")
        .tag("model", model)
        .tag("outcome", end.word())
        .register(meters)
        .increment();
  }

  /** A cheaper model is asked than the call is for, since a budget runs low. */
  void downgraded(String from, String to) {
    Counter.builder("millrace.calls.downgraded")
        .tag("from", from)
        .tag("to", to)
        .register(meters)
        .increment();
  }

  /** A call was made smaller, to fit a budget. */
  void trimmed(Trim trim) {
    for (String what : trim.words()) {
      Counter.builder("millrace.calls.trimmed").tag("what", what).register(meters).increment();
    }
  }

  void published(Result result) {
    Timer.builder("millrace.run")
        .tag("status", result.getStatus())
        .tag("route", result.getRoute())
        .tag("cached", Boolean.toString(result.getReason().equals("cached")))
        .publishPercentileHistogram()
        .register(meters)
        .record(Duration.ofMillis(result.getPhases().getTotalMs()));
    Counter.builder("millrace.run.cost")
        .baseUnit(result.getCurrency())
        .tag("route", result.getRoute())
        .register(meters)
        .increment(result.getCostNanos() / 1e9);
  }

  void alarm(String route, Alarm alarm) {
    Counter.builder("millrace.alarms")
        .tag("alarm", alarm.word())
        .tag("route", route)
        .register(meters)
        .increment();
  }

  void escalated(String reason) {
    Counter.builder("millrace.escalations").tag("reason", reason).register(meters).increment();
  }

  void deadLetter(String reason) {
    Counter.builder("millrace.dead.letters").tag("reason", reason).register(meters).increment();
  }
}
