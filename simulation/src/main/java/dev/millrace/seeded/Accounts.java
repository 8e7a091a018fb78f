// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.call.AccountStanding.Count;
import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.engine.OutboundCall;
import dev.millrace.pipeline.AccountLimits;
import dev.millrace.pipeline.ModelConfig;
import dev.millrace.pipeline.Provider;
import dev.millrace.run.CallId;
import dev.millrace.run.CallResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The promise about accounts: in no minute leave more requests than a provider's account allows.
 * One that instances share holds of all of them, whatever dies; one that is the application's own
 * holds of one life, for it forgets with its process. And what it is that calls of a model may wait
 * for.
 */
final class Accounts {
  private static final long MINUTE_MS = 60_000;

  /** A place that is given may be used a while later, when turns are short. */
  private static final long LATE_MS = 5_000;

  /** What the largest call leaves of debt is paid by then, and the bucket is full again. */
  private static final long DEBT_MS = 70_000;

  private final Map<String, ModelConfig> models;
  private final Map<String, Provider> providers;
  private final Timeline timeline;
  private final Violations violations;
  private final Map<String, Deque<Departure>> left = new HashMap<>();
  private final Map<String, Long> heldUntilMs = new HashMap<>();

  private long setMs;

  /**
   * @param call null if it was another instance's
   */
  private record Departure(@Nullable CallId call, long atMs) {}

  Accounts(Setting setting, Timeline timeline, Violations violations) {
    this.models = setting.models();
    this.providers = setting.pipeline().providers();
    this.timeline = timeline;
    this.violations = violations;
  }

  /** The application starts, and knows nothing. */
  void begin() {
    left.keySet().removeIf(name -> !limits(name).shared());
    heldUntilMs.clear();
  }

  void left(OutboundCall call) {
    if (!(call instanceof OutboundCall.ToModel asked)) {
      return;
    }
    long nowMs = timeline.passedMs();
    Provider provider = provider(asked.model());
    left(provider, new Departure(call.id(), nowMs));
    Long tokens = provider.limits().tokensPerMinute();
    violations.check(
        tokens == null || asked.request().maxOutputTokens() <= tokens,
        "no call leaves that is larger than a minute",
        call.id().toString());
  }

  /** Another instance has made so many requests. */
  void used(Provider provider, long requests) {
    for (long request = 0; request < requests; request++) {
      left(provider, new Departure(null, timeline.passedMs()));
    }
  }

  private void left(Provider provider, Departure departure) {
    forgetIfClockWasSet();
    long nowMs = departure.atMs;
    Deque<Departure> lately = left.computeIfAbsent(provider.name(), any -> new ArrayDeque<>());
    lately.add(departure);
    while (lately.element().atMs <= nowMs - DEBT_MS) {
      lately.remove();
    }
    Long most = provider.limits().requestsPerMinute();
    long inAMinute =
        lately.stream().filter(each -> each.atMs > nowMs - MINUTE_MS + LATE_MS).count();
    violations.check(
        most == null || inAMinute <= most,
        "no minute has more requests than the account allows",
        provider.name() + " had " + inAMinute);
  }

  /**
   * What instances share they share by their clocks: a minute that was skipped is over for them.
   */
  private void forgetIfClockWasSet() {
    long nowSetMs = timeline.wallMs() - timeline.passedMs();
    if (nowSetMs != setMs) {
      setMs = nowSetMs;
      left.keySet().removeIf(name -> limits(name).shared());
    }
  }

  private AccountLimits limits(String provider) {
    return Objects.requireNonNull(providers.get(provider)).limits();
  }

  /** An answer came, and may have said when to come back. */
  void landed(OutboundCall call, Outcome<CallResult> outcome) {
    if (call instanceof OutboundCall.ToModel asked) {
      Count requests = outcome.account().requests();
      if (requests != null) {
        hold(asked, requests.resetsAfter());
      }
      if (outcome instanceof Outcome.Failed<CallResult> failed) {
        Failure failure = failed.failure();
        if (failure.kind() == FailureKind.CIRCUIT_OPEN) {
          neverLeft(asked);
        }
        Duration wait = failure.retryAfter();
        if (failure.kind() == FailureKind.RATE_LIMITED && wait != null) {
          hold(asked, wait);
        }
      }
    }
  }

  /** Stopped by our own breaker: its provider never heard of it. */
  private void neverLeft(OutboundCall.ToModel asked) {
    Deque<Departure> lately = left.getOrDefault(provider(asked.model()).name(), new ArrayDeque<>());
    for (Iterator<Departure> latest = lately.descendingIterator(); latest.hasNext(); ) {
      if (asked.id().equals(latest.next().call)) {
        latest.remove();
        return;
      }
    }
  }

  private void hold(OutboundCall.ToModel asked, Duration wait) {
    long untilMs = timeline.passedMs() + wait.toMillis();
    heldUntilMs.merge(model(asked.model()).wireName(), untilMs, Math::max);
  }

  /**
   * Whether a call may have to wait, for one of its model's to come back, for a time that was told,
   * or for its account.
   */
  boolean mayWait(String name, long slackMs, Collection<Flight> open) {
    ModelConfig model = models.get(name);
    if (model == null) {
      return false; // A tool.
    }
    long nowMs = timeline.passedMs();
    AccountLimits limits = provider(name).limits();
    Deque<Departure> lately = left.getOrDefault(model.provider(), new ArrayDeque<>());
    boolean leftLately = !lately.isEmpty() && lately.getLast().atMs > nowMs - DEBT_MS - slackMs;
    boolean waitsForAccount = limits.shared() || (!limits.isNone() && leftLately);
    boolean held = heldUntilMs.getOrDefault(model.wireName(), Long.MIN_VALUE) > nowMs - slackMs;
    return waitsForAccount || held || open.stream().anyMatch(each -> isOf(each, model));
  }

  private boolean isOf(Flight flight, ModelConfig model) {
    return flight.call instanceof OutboundCall.ToModel asked
        && model(asked.model()).wireName().equals(model.wireName());
  }

  private ModelConfig model(String name) {
    return Objects.requireNonNull(models.get(name), name);
  }

  private Provider provider(String model) {
    return Objects.requireNonNull(providers.get(model(model).provider()));
  }
}
