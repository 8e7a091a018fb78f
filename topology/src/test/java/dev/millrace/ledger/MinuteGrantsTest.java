// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.ledger.LeaseMessage.Kind;
import dev.millrace.pipeline.AccountLimits;
import dev.millrace.pipeline.BudgetWindow;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MinuteGrantsTest {
  private static final Pot POT = new Pot("provider/near", BudgetWindow.MINUTE);
  private static final long SLICE_MS = MinuteGrants.SLICE_MS;
  private static final long START_MS = 1_000 * SLICE_MS;
  private static final int SLICES = 11;

  private MinuteGrants grants = MinuteGrants.none();
  private long nowMs = START_MS;
  private long number;

  private static Amounts amounts(long requests, long tokens) {
    return new Amounts(0, tokens, 0, 0, requests, 0);
  }

  private LeaseMessage asking(int holder, Amounts least, Amounts wants, Map<Long, Amounts> unused) {
    Share share = Share.asks(holder, ++number, least, wants);
    return new LeaseMessage(POT, MinuteGrants.sliceAt(nowMs), Kind.TELL, share, unused);
  }

  private LeaseMessage hear(LeaseMessage asking, AccountLimits limits) {
    MinuteGrants.Move move = grants.hears(asking, limits, nowMs);
    grants = move.next();
    return requireNonNull(move.answer());
  }

  private long requests(int holder, long wants, AccountLimits limits) {
    LeaseMessage asking = asking(holder, amounts(1, 0), amounts(wants, 0), Map.of());
    return hear(asking, limits).share().granted().modelCalls();
  }

  private long tokens(int holder, long least, AccountLimits limits) {
    return tokens(holder, least, limits, Map.of());
  }

  private long tokens(int holder, long least, AccountLimits limits, Map<Long, Amounts> unused) {
    return tokens(holder, least, least, limits, unused);
  }

  private long tokens(
      int holder, long least, long wants, AccountLimits limits, Map<Long, Amounts> unused) {
    LeaseMessage asking = asking(holder, amounts(0, least), amounts(0, wants), unused);
    return hear(asking, limits).share().granted().tokens();
  }

  private static AccountLimits ofRequests(long most) {
    return new AccountLimits(most, null, true);
  }

  private static AccountLimits ofTokens(long most) {
    return new AccountLimits(null, most, true);
  }

  @Test
  void aSliceHasAnEleventhOfAMinute() {
    assertThat(requests(0, 1_000, ofRequests(110))).isEqualTo(10);
    assertThat(requests(1, 1_000, ofRequests(110))).isZero();
    nowMs += SLICE_MS;
    assertThat(requests(0, 3, ofRequests(110))).isEqualTo(3);
  }

  @Test
  void whoAsksAloneGetsNearlyAllOfAMinute() {
    long all = 0;
    for (int slice = 0; slice < SLICES; slice++, nowMs += SLICE_MS) {
      all += requests(4, 1_000, ofRequests(1_000));
    }

    assertThat(all).isEqualTo(1_000);
  }

  @Test
  void whoCameLateInOneSliceHasItsPartOfTheNext() {
    requests(0, 1_000, ofRequests(110));
    requests(1, 1_000, ofRequests(110));
    nowMs += SLICE_MS;

    assertThat(requests(0, 1_000, ofRequests(110))).isEqualTo(5);
    assertThat(requests(0, 1_000, ofRequests(110))).as("what is kept for the other").isZero();
    assertThat(requests(1, 1_000, ofRequests(110))).isEqualTo(5);
  }

  @Test
  void ofThoseWhoWantLittleNoMoreIsKeptThanThat() {
    requests(0, 1_000, ofRequests(110));
    requests(1, 2, ofRequests(110));
    nowMs += SLICE_MS;

    assertThat(requests(0, 1_000, ofRequests(110))).isEqualTo(8);
    assertThat(requests(1, 2, ofRequests(110))).isEqualTo(2);
  }

  @Test
  void nothingIsKeptForWhoDidNotComeAgain() {
    requests(0, 1_000, ofRequests(110));
    requests(1, 1_000, ofRequests(110));
    nowMs += SLICE_MS;
    requests(0, 1_000, ofRequests(110));
    nowMs += SLICE_MS;

    assertThat(requests(0, 1_000, ofRequests(110))).isEqualTo(10);
  }

  @Test
  void anAnswerSaysWhetherThereIsMore() {
    Amounts one = amounts(1, 0);

    assertThat(hear(asking(0, one, one, Map.of()), ofRequests(110)).kind()).isEqualTo(Kind.GRANT);
    LeaseMessage last = hear(asking(0, one, amounts(50, 0), Map.of()), ofRequests(110));

    assertThat(last.kind()).isEqualTo(Kind.LAST);
    assertThat(last.share().granted()).isEqualTo(amounts(9, 0));
    assertThat(last.share().number()).isEqualTo(number);
    assertThat(last.isForHome()).isFalse();
  }

  @Test
  void whatIsAskedTwiceIsAnsweredOnce() {
    LeaseMessage asking = asking(0, amounts(1, 0), amounts(5, 0), Map.of());
    hear(asking, ofRequests(110));
    MinuteGrants before = grants;

    MinuteGrants.Move again = grants.hears(asking, ofRequests(110), nowMs);

    assertThat(again.answer()).isNull();
    assertThat(again.next()).isEqualTo(before);
  }

  @Test
  void whatWasGivenBackIsForWhoGaveItBack() {
    tokens(0, 1_000, ofTokens(11_000));
    nowMs += SLICE_MS;

    assertThat(tokens(1, 5_000, ofTokens(55_000)))
        .as("all but what the other is likely to want")
        .isEqualTo(4_000);
    long again = tokens(0, 50, 9_000, ofTokens(55_000), Map.of(START_MS, amounts(0, 700)));

    assertThat(again).as("its part, and what it had not used").isEqualTo(1_700);
  }

  @Test
  void noMoreIsTakenBackThanWasGranted() {
    tokens(0, 100, ofTokens(11_000));
    nowMs += SLICE_MS;

    Map<Long, Amounts> much = Map.of(START_MS, amounts(9, 900), 7L, amounts(1, 1));

    assertThat(tokens(0, 50, 5_000, ofTokens(11_000), much)).isEqualTo(1_100);
  }

  @Test
  void aCallLargerThanASliceLeavesWhenTheMinuteHasRoom() {
    assertThat(tokens(0, 9_000, ofTokens(11_000))).isEqualTo(9_000);
    nowMs += SLICE_MS;
    assertThat(tokens(1, 2_500, ofTokens(11_000))).as("its part, to be saved").isEqualTo(500);
    nowMs += 10 * SLICE_MS;
    assertThat(tokens(1, 11_000, ofTokens(11_000))).isEqualTo(1_000);
    Map<Long, Amounts> saved = Map.of(nowMs, amounts(0, 1_000));
    nowMs += SLICE_MS;
    assertThat(tokens(1, 11_000, ofTokens(11_000), saved)).isEqualTo(11_000);
  }

  @Test
  void aLargeCallSavesWhatIsItsPartAndIsNotOvertakenForEver() {
    for (int slice = 0; slice < SLICES; slice++, nowMs += SLICE_MS) {
      tokens(0, 1_000, ofTokens(11_000));
    }
    Map<Long, Amounts> saved = Map.of();
    for (int slice = 0; slice < 30; slice++, nowMs += SLICE_MS) {
      tokens(0, 1_000, ofTokens(11_000));
      long had = tokens(1, 3_000, ofTokens(11_000), saved);
      if (had == 3_000) {
        return;
      }
      saved = Map.of(nowMs, amounts(0, had));
    }
    throw new AssertionError("it still waits");
  }

  @Test
  void whereThereIsNoLimitAllIsGranted() {
    assertThat(requests(0, 1_000_000, ofTokens(10))).isEqualTo(1_000_000);
    assertThat(requests(0, 1_000_000, AccountLimits.NONE)).isEqualTo(1_000_000);
  }

  @Test
  void aClockThatIsMoreThanAMinuteAheadGetsNothing() {
    requests(0, 1, ofRequests(110));
    MinuteGrants before = grants;
    nowMs += 70_000;
    LeaseMessage early = asking(1, amounts(1, 0), amounts(1, 0), Map.of());
    nowMs -= 70_000;

    MinuteGrants.Move move = grants.hears(early, ofRequests(110), nowMs);

    assertThat(move.answer()).isNull();
    assertThat(move.next()).isEqualTo(before);
  }

  @Test
  void aClockThatIsBehindIsToldWhichSliceItIs() {
    requests(0, 1, ofRequests(110));
    nowMs -= 2 * SLICE_MS;

    LeaseMessage answer = hear(asking(1, amounts(1, 0), amounts(1, 0), Map.of()), ofRequests(110));

    assertThat(answer.startMs()).isEqualTo(START_MS);
  }

  @Test
  void aClockThatIsSetBackForgetsNothing() {
    assertThat(tokens(0, 10_000, ofTokens(11_000))).isEqualTo(10_000);
    nowMs -= 3_600_000;

    assertThat(tokens(0, 2_000, ofTokens(11_000))).isEqualTo(1_000);
    nowMs += 9 * SLICE_MS;
    assertThat(tokens(0, 2_000, ofTokens(11_000))).isZero();
    nowMs += SLICE_MS;
    assertThat(tokens(0, 2_000, ofTokens(11_000))).isEqualTo(2_000);
  }

  /** Whoever asks, gives back and leaves, whenever. */
  @ParameterizedTest
  @ValueSource(longs = {1, 5, 10, 11, 97, 1_000})
  void noMinuteHasMoreThanTheAccountAllows(long most) {
    AccountLimits limits = new AccountLimits(most, 50 * most, true);
    for (int seed = 0; seed < 100; seed++) {
      grants = MinuteGrants.none();
      play(new Random(seed), limits);
    }
  }

  private void play(Random dice, AccountLimits limits) {
    TreeMap<Long, Amounts> all = new TreeMap<>();
    Map<Integer, TreeMap<Long, Amounts>> of = Map.of(0, new TreeMap<>(), 1, new TreeMap<>());
    for (int event = 0; event < 200; event++) {
      nowMs += dice.nextInt(4) == 0 ? dice.nextInt(9_000) : dice.nextInt(50);
      int holder = dice.nextInt(2);
      TreeMap<Long, Amounts> own = requireNonNull(of.get(holder));
      long most = requireNonNull(limits.requestsPerMinute());
      Amounts wants = amounts(dice.nextLong(2 * most), dice.nextLong(100 * most));
      Amounts least = wants.atMost(amounts(1, dice.nextLong(50 * most)));
      Map<Long, Amounts> unused = unused(dice, own);
      unused.forEach((slice, amounts) -> all.merge(slice, amounts, Amounts::minus));
      LeaseMessage answer = hear(asking(holder, least, wants, unused), limits);
      own.merge(answer.startMs(), answer.share().granted(), Amounts::plus);
      all.merge(answer.startMs(), answer.share().granted(), Amounts::plus);
      check(all, answer.startMs(), limits);
    }
  }

  private Map<Long, Amounts> unused(Random dice, Map<Long, Amounts> own) {
    long sliceMs = MinuteGrants.sliceAt(nowMs) - dice.nextInt(1, SLICES) * SLICE_MS;
    Amounts had = own.get(sliceMs);
    if (had == null) {
      return Map.of();
    }
    Amounts back = amounts(dice.nextLong(had.modelCalls() + 1), dice.nextLong(had.tokens() + 1));
    own.put(sliceMs, had.minus(back));
    return Map.of(sliceMs, back);
  }

  private static void check(SortedMap<Long, Amounts> all, long sliceMs, AccountLimits limits) {
    Amounts minute =
        all.tailMap(sliceMs - 10 * SLICE_MS).values().stream().reduce(Amounts.NONE, Amounts::plus);
    assertThat(minute.modelCalls()).isLessThanOrEqualTo(limits.requestsPerMinute());
    assertThat(minute.tokens()).isLessThanOrEqualTo(limits.tokensPerMinute());
  }
}
