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
import dev.millrace.run.CallResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The promise about accounts: in no minute leave more requests than a provider's account allows,
 * nor, where instances share it, more tokens. What they share holds of all of them, whatever dies;
 * what is the application's own holds of one life, for it forgets with its process. And what it is
 * that calls of a model may wait for.
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
  private final Map<String, List<Departure>> left = new HashMap<>();
  private final Map<String, Long> heldUntilMs = new HashMap<>();

  private long setMs;

  /**
   * @param call null once it is back, and if it was another instance's
   * @param tokens the most that it can come to, and once it is back those that it did
   */
  private record Departure(
      OutboundCall.@Nullable ToModel call, long atMs, long requests, long tokens) {
    Departure cameTo(long used) {
      return new Departure(null, atMs, requests, used);
    }
  }

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
    left(provider, new Departure(asked, nowMs, 1, Acts.mostTokens(asked.request())));
    Long tokens = provider.limits().tokensPerMinute();
    violations.check(
        tokens == null || asked.request().maxOutputTokens() <= tokens,
        "no call leaves that is larger than a minute",
        call.id().toString());
  }

  /** Another instance has made so many requests, that came to so many tokens. */
  void used(Provider provider, long requests, long tokens) {
    left(provider, new Departure(null, timeline.passedMs(), requests, tokens));
  }

  private void left(Provider provider, Departure departure) {
    forgetIfClockWasSet();
    long nowMs = departure.atMs;
    List<Departure> lately = left.computeIfAbsent(provider.name(), any -> new ArrayList<>());
    lately.add(departure);
    lately.removeIf(each -> each.atMs <= nowMs - DEBT_MS);
    long sinceMs = nowMs - MINUTE_MS + LATE_MS;
    check(provider, lately.stream().filter(each -> each.atMs > sinceMs).toList());
  }

  /** Large calls leave an account that is the application's own in debt, and are paid for later. */
  private void check(Provider provider, List<Departure> inAMinute) {
    AccountLimits limits = provider.limits();
    check(provider, "requests", limits.requestsPerMinute(), inAMinute, Departure::requests);
    if (limits.shared()) {
      check(provider, "tokens", limits.tokensPerMinute(), inAMinute, Departure::tokens);
    }
  }

  private void check(
      Provider provider,
      String what,
      @Nullable Long most,
      List<Departure> inAMinute,
      ToLongFunction<Departure> of) {
    long all = inAMinute.stream().mapToLong(of).sum();
    violations.check(
        most == null || all <= most,
        "no minute has more " + what + " than the account allows",
        () -> provider.name() + " had " + all + " of " + most);
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
      cameBack(asked, outcome);
      Count requests = outcome.account().requests();
      if (requests != null) {
        hold(asked, requests.resetsAfter());
      }
      if (outcome instanceof Outcome.Failed<CallResult> failed) {
        Failure failure = failed.failure();
        Duration wait = failure.retryAfter();
        if (failure.kind() == FailureKind.RATE_LIMITED && wait != null) {
          hold(asked, wait);
        }
      }
    }
  }

  /** What our own breaker stopped has not left at all: its provider never heard of it. */
  private void cameBack(OutboundCall.ToModel asked, Outcome<CallResult> outcome) {
    List<Departure> lately = left.getOrDefault(provider(asked.model()).name(), List.of());
    ListIterator<Departure> latest = lately.listIterator(lately.size());
    while (latest.hasPrevious()) {
      Departure departure = latest.previous();
      if (asked.equals(departure.call)) {
        if (wasStopped(outcome)) {
          latest.remove();
        } else {
          latest.set(departure.cameTo(outcome.usage().totalTokens()));
        }
        return;
      }
    }
  }

  private static boolean wasStopped(Outcome<CallResult> outcome) {
    return outcome instanceof Outcome.Failed<CallResult> failed
        && failed.failure().kind() == FailureKind.CIRCUIT_OPEN;
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
    boolean leftLately =
        left.getOrDefault(model.provider(), List.of()).stream()
            .anyMatch(each -> each.atMs > nowMs - DEBT_MS - slackMs);
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
