// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.retry;

import static java.time.Duration.ofHours;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.Advice;
import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.pipeline.RetryPolicy;
import dev.millrace.retry.AttemptPolicy.Standing;
import dev.millrace.run.CallResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttemptPolicyTest {
  private static final long NOW_MS = 1_000_000;
  private static final long NEVER_MS = Long.MAX_VALUE;
  private static final long MANY = 100;
  private static final List<FailureKind> KINDS = List.of(FailureKind.values());

  private final AttemptPolicy policy = policy(List.of(), false);
  private final AttemptPolicy falling = policy(List.of("b", "c"), false);
  private final AttemptPolicy once = policy(List.of(), true);

  // Backoff.

  @ParameterizedTest
  @CsvSource({"1, 0.0, 0", "1, 0.5, 50", "1, 0.999, 100", "2, 0.5, 100"})
  void theBackoffIsAnywhereBelowADoublingCeiling(int attempt, double chance, long delayMs) {
    assertThat(policy.after(timeout(), at(attempt, chance)))
        .isEqualTo(new Verdict.Again(NOW_MS + delayMs));
  }

  @Test
  void theCeilingIsNeverHigherThanTheLongestBackoff() {
    RetryPolicy many = retry(100, Duration.ofHours(1));
    for (int attempt = 1; attempt < 100; attempt++) {
      Verdict verdict =
          new AttemptPolicy(many, List.of(), false).after(timeout(), at(attempt, 0.9999));
      assertThat(((Verdict.Again) verdict).dueAtMs()).isBetween(NOW_MS, NOW_MS + 1_000);
    }
  }

  @Test
  void whatTheProviderAskedForIsWaitedInFullAndJitterComesOnTop() {
    Failure failure =
        Failure.retryAfter(FailureKind.RATE_LIMITED, "slow down", Duration.ofSeconds(7));
    assertThat(policy.after(failure, at(1, 0))).isEqualTo(new Verdict.Again(NOW_MS + 7_000));
    assertThat(policy.after(failure, at(1, 0.5))).isEqualTo(new Verdict.Again(NOW_MS + 7_050));
  }

  @Test
  void aRateLimitThatNamesNoTimeIsBackedOffFrom() {
    assertThat(policy.after(Failure.of(FailureKind.RATE_LIMITED, ""), at(1, 0.5)))
        .isEqualTo(new Verdict.Again(NOW_MS + 50));
  }

  // The end.

  @Test
  void theLastAttemptIsTheLast() {
    assertThat(policy.after(timeout(), at(2, 0.5))).isInstanceOf(Verdict.Again.class);
    assertThat(policy.after(timeout(), at(3, 0.5)))
        .isEqualTo(new Verdict.GiveUp(CallResult.Failed.of(FailureKind.TIMEOUT, "slow")));
  }

  @Test
  void noAttemptBeginsAtTheDeadlineOrBehindIt() {
    assertThat(policy.after(timeout(), within(NOW_MS + 51, NOW_MS, 0.5)))
        .isInstanceOf(Verdict.Again.class);
    assertThat(policy.after(timeout(), within(NOW_MS + 50, NOW_MS, 0.5)))
        .isInstanceOf(Verdict.GiveUp.class);
  }

  @Test
  void noAttemptBeginsLaterThanTheTotalAfterTheFirst() {
    long sinceMs = NOW_MS + 50 - 60_000;
    assertThat(policy.after(timeout(), within(NEVER_MS, sinceMs, 0.5)))
        .isInstanceOf(Verdict.Again.class);
    assertThat(policy.after(timeout(), within(NEVER_MS, sinceMs - 1, 0.5)))
        .isInstanceOf(Verdict.GiveUp.class);
  }

  @Test
  void byDefaultACallThatTimedOutIsTriedAgain() {
    AttemptPolicy usual = new AttemptPolicy(RetryPolicy.DEFAULT, List.of(), false);
    long begunAtMs = NOW_MS - 60_000; // a model's usual time limit
    assertThat(usual.after(timeout(), within(NOW_MS + 600_000, begunAtMs, 0.5)))
        .isInstanceOf(Verdict.Again.class);
  }

  @Test
  void aWaitThatIsTooLongForTheDeadlineIsNotBegun() {
    Failure failure = Failure.retryAfter(FailureKind.RATE_LIMITED, "", Duration.ofMinutes(5));
    Standing hurried = within(NOW_MS + 30_000, NOW_MS, 0.5);
    assertThat(policy.after(failure, hurried)).isInstanceOf(Verdict.GiveUp.class);
    assertThat(falling.after(failure, hurried)).isEqualTo(new Verdict.Elsewhere("b"));
  }

  @ParameterizedTest
  @EnumSource(FailureKind.class)
  void everyKindDoesAsItAdvises(FailureKind kind) {
    Verdict verdict = falling.after(Failure.of(kind, ""), at(1, 0.5));
    Class<? extends Verdict> expected =
        switch (kind.advice()) {
          case RETRY, RETRY_AFTER -> Verdict.Again.class;
          case RETRY_ELSEWHERE, ELSEWHERE_OR_AFTER -> Verdict.Elsewhere.class;
          case NEVER -> Verdict.GiveUp.class;
        };
    assertThat(verdict).isInstanceOf(expected);
  }

  // Fallbacks.

  @Test
  void fallbacksAreTriedInOrderAndOnceEach() {
    assertThat(falling.after(timeout(), fallen(0))).isEqualTo(new Verdict.Elsewhere("b"));
    assertThat(falling.after(timeout(), fallen(1))).isEqualTo(new Verdict.Elsewhere("c"));
    assertThat(falling.after(timeout(), fallen(2))).isInstanceOf(Verdict.GiveUp.class);
  }

  @Test
  void noFallbackIsAskedAtTheDeadlineOrBehindIt() {
    Failure busy = Failure.of(FailureKind.QUOTA_EXHAUSTED, "");
    assertThat(falling.after(busy, within(NOW_MS + 1, NOW_MS, 0.5)))
        .isEqualTo(new Verdict.Elsewhere("b"));
    assertThat(falling.after(busy, within(NOW_MS, NOW_MS, 0.5))).isInstanceOf(Verdict.GiveUp.class);
  }

  @Test
  void noFallbackIsAskedLaterThanTheTotalAfterTheFirstAttempt() {
    Failure busy = Failure.of(FailureKind.QUOTA_EXHAUSTED, "");
    assertThat(falling.after(busy, within(NEVER_MS, NOW_MS - 60_000, 0.5)))
        .isEqualTo(new Verdict.Elsewhere("b"));
    assertThat(falling.after(busy, within(NEVER_MS, NOW_MS - 60_001, 0.5)))
        .isInstanceOf(Verdict.GiveUp.class);
  }

  // An open breaker.

  @Test
  void whereABreakerIsOpenTheFallbacksComeFirst() {
    assertThat(falling.after(open(), at(1, 0.5))).isEqualTo(new Verdict.Elsewhere("b"));
    assertThat(falling.after(open(), within(NOW_MS + 2_000, NOW_MS, 0.5)))
        .isEqualTo(new Verdict.Elsewhere("b"));
  }

  @Test
  void withoutAFallbackAnOpenBreakerIsWaitedFor() {
    assertThat(policy.after(open(), at(1, 0.5))).isEqualTo(new Verdict.Again(NOW_MS + 7_050));
    assertThat(falling.after(open(), new Standing(1, 2, NOW_MS, NEVER_MS, NOW_MS, MANY, 0.5)))
        .isEqualTo(new Verdict.Again(NOW_MS + 7_050));
  }

  @Test
  void anOpenBreakerIsNotWaitedForBeyondTheDeadlineOrTheLastAttempt() {
    Verdict open = new Verdict.GiveUp(CallResult.Failed.of(FailureKind.CIRCUIT_OPEN, "open"));
    assertThat(policy.after(open(), within(NOW_MS + 7_000, NOW_MS, 0.5))).isEqualTo(open);
    assertThat(policy.after(open(), at(3, 0.5))).isEqualTo(open);
  }

  @Test
  void aRunWithoutARetryLeftTriesNothingMore() {
    Standing last = new Standing(1, 0, NOW_MS, NEVER_MS, NOW_MS, 0, 0.5);
    Standing one = new Standing(1, 0, NOW_MS, NEVER_MS, NOW_MS, 1, 0.5);

    for (AttemptPolicy each : List.of(policy, falling)) {
      assertThat(each.after(timeout(), one)).isNotInstanceOf(Verdict.GiveUp.class);
      CallResult.Failed failed = ((Verdict.GiveUp) each.after(timeout(), last)).result();
      assertThat(failed.kind()).isEqualTo(FailureKind.OVER_BUDGET);
      assertThat(failed.limit()).isEqualTo("retries");
      assertThat(failed.detail()).contains("timeout");
    }
  }

  @Test
  void whatIsNotTriedAgainAnywayFailsByItself() {
    Standing last = new Standing(3, 0, NOW_MS, NEVER_MS, NOW_MS, 0, 0.5);

    assertThat(((Verdict.GiveUp) policy.after(timeout(), last)).result().kind())
        .isEqualTo(FailureKind.TIMEOUT);
  }

  @Test
  void aCallAlwaysComesToAnEnd() {
    int attempts = 0;
    int onTarget = 1;
    int used = 0;
    while (attempts++ < 100) {
      Standing standing = new Standing(onTarget, used, NOW_MS, NEVER_MS, NOW_MS, MANY, 0);
      Verdict verdict = falling.after(timeout(), standing);
      if (verdict instanceof Verdict.GiveUp) {
        break;
      }
      boolean again = verdict instanceof Verdict.Again;
      onTarget = again ? onTarget + 1 : 1;
      used += again ? 0 : 1;
    }
    assertThat(attempts).isEqualTo(9);
  }

  /** Chains, retries and failures by chance. No target is asked again once it was left. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aChainOfFallbacksNeverLoops(long seed) {
    Random random = new Random(seed);
    for (int chain = 0; chain < 500; chain++) {
      List<String> fallbacks = new ArrayList<>(List.of("b", "c", "d", "e", "f"));
      Collections.shuffle(fallbacks, random);
      fallbacks = fallbacks.subList(0, random.nextInt(6));
      int perTarget = 1 + random.nextInt(4);
      AttemptPolicy any = new AttemptPolicy(retry(perTarget, ofHours(1)), fallbacks, false);

      List<String> asked = targetsAsked(any, random);

      List<String> withoutRetries = new ArrayList<>();
      asked.stream()
          .filter(each -> withoutRetries.isEmpty() || !each.equals(last(withoutRetries)))
          .forEach(withoutRetries::add);
      assertThat(withoutRetries).doesNotHaveDuplicates();
      assertThat(withoutRetries.subList(1, withoutRetries.size()))
          .isEqualTo(fallbacks.subList(0, withoutRetries.size() - 1));
      assertThat(asked).hasSizeLessThanOrEqualTo(perTarget * (1 + fallbacks.size()));
    }
  }

  /** Where the attempts of one call go, each of which fails. */
  private static List<String> targetsAsked(AttemptPolicy policy, Random random) {
    List<String> asked = new ArrayList<>();
    String target = "a";
    int onTarget = 1;
    int used = 0;
    while (true) {
      asked.add(target);
      FailureKind kind = KINDS.get(random.nextInt(KINDS.size()));
      Verdict verdict =
          policy.after(
              Failure.of(kind, ""),
              new Standing(onTarget, used, NOW_MS, NEVER_MS, NOW_MS, MANY, 0.5));
      if (verdict instanceof Verdict.GiveUp) {
        return asked;
      }
      boolean elsewhere = verdict instanceof Verdict.Elsewhere;
      target = verdict instanceof Verdict.Elsewhere there ? there.target() : target;
      onTarget = elsewhere ? 1 : onTarget + 1;
      used += elsewhere ? 1 : 0;
    }
  }

  private static String last(List<String> names) {
    return names.get(names.size() - 1);
  }

  // At most once.

  @ParameterizedTest
  @EnumSource(FailureKind.class)
  void aWriteIsTriedAgainOnlyAfterAPlainNo(FailureKind kind) {
    Verdict verdict = once.after(Failure.of(kind, "hm"), at(1, 0.5));
    if (kind == FailureKind.RATE_LIMITED || kind == FailureKind.CIRCUIT_OPEN) {
      assertThat(verdict).isInstanceOf(Verdict.Again.class);
    } else {
      assertThat(verdict).isInstanceOf(Verdict.GiveUp.class);
      FailureKind told = ((Verdict.GiveUp) verdict).result().kind();
      boolean unsure = kind.advice() == Advice.RETRY || kind == FailureKind.CANCELLED;
      assertThat(told).isEqualTo(unsure ? FailureKind.UNKNOWN_OUTCOME : kind);
    }
  }

  private static Failure open() {
    return Failure.retryAfter(FailureKind.CIRCUIT_OPEN, "open", Duration.ofSeconds(7));
  }

  private static Failure timeout() {
    return Failure.of(FailureKind.TIMEOUT, "slow");
  }

  private static AttemptPolicy policy(List<String> fallbacks, boolean atMostOnce) {
    return new AttemptPolicy(retry(3, Duration.ofMinutes(1)), fallbacks, atMostOnce);
  }

  private static RetryPolicy retry(int attempts, Duration total) {
    return new RetryPolicy(attempts, Duration.ofMillis(100), Duration.ofSeconds(1), total);
  }

  private static Standing at(int attempt, double chance) {
    return new Standing(attempt, 0, NOW_MS, NEVER_MS, NOW_MS, MANY, chance);
  }

  private static Standing within(long deadlineAtMs, long sinceMs, double chance) {
    return new Standing(1, 0, sinceMs, deadlineAtMs, NOW_MS, MANY, chance);
  }

  private static Standing fallen(int used) {
    return new Standing(3, used, NOW_MS, NEVER_MS, NOW_MS, MANY, 0.5);
  }
}
