// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import static dev.millrace.topology.Pipelines.model;
import static dev.millrace.topology.Pipelines.modelOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.Usage;
import dev.millrace.engine.OutboundCall;
import dev.millrace.ledger.Amounts;
import dev.millrace.ledger.LeaseMessage;
import dev.millrace.ledger.LeaseMessage.Kind;
import dev.millrace.ledger.MinuteGrants;
import dev.millrace.ledger.Share;
import dev.millrace.pipeline.AccountLimits;
import dev.millrace.schemas.Result;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A provider's minute that instances share: seen from one of three partitions. */
class SharedMinutesTest extends PipelineStory {
  private static final int PARTITIONS = 3;
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SLICE = Duration.ofMillis(MinuteGrants.SLICE_MS);
  private static final String HERE = providerWhoseHomeIs(0);
  private static final String ELSEWHERE = providerWhoseHomeIs(1);

  private static String providerWhoseHomeIs(int partition) {
    int i = 0;
    while (new Placement(PARTITIONS).home("provider/p" + i) != partition) {
      i++;
    }
    return "p" + i;
  }

  private static Pipelines shop(String provider, AccountLimits limits) {
    return Pipelines.shop()
        .servedBy("large", provider)
        .account(provider, limits)
        .maxInFlight(1_000)
        .deadline(LONG)
        .plan("say", "{{calls.a.text}}", modelOf("large", "a", "Say it."))
        .plan("other", "{{calls.a.text}}", model("a", "Say it."));
  }

  private static AccountLimits requests(long most) {
    return new AccountLimits(most, null, true);
  }

  private static AccountLimits tokens(long most) {
    return new AccountLimits(null, most, true);
  }

  private static void request(PipelineTester shop, int from, int to) {
    for (int i = from; i < to; i++) {
      shop.request("say" + i, "say");
    }
  }

  private static List<LeaseMessage> told(PipelineTester shop, boolean toHome) {
    return shop.told().stream().filter(message -> message.isForHome() == toHome).toList();
  }

  private static LeaseMessage answer(Kind kind, LeaseMessage asked, Amounts granted) {
    Share asks = asked.share();
    Amounts none = Amounts.NONE;
    Share share = new Share(asks.holder(), asks.number(), granted, none, none, none, none, 0, 0, 0);
    return new LeaseMessage(asked.pot(), asked.startMs(), kind, share);
  }

  private static Amounts calls(long requests) {
    return new Amounts(0, 0, 0, 0, requests, 0);
  }

  private static long asks(PipelineTester shop, int holder, long number, long wants) {
    Share share = Share.asks(holder, number, calls(1), calls(wants));
    long sliceMs = MinuteGrants.sliceAt(PipelineTester.START.toEpochMilli());
    shop.tell(new LeaseMessage(MinuteDesk.of(HERE), sliceMs, Kind.TELL, share));
    return told(shop, false).stream()
        .map(LeaseMessage::share)
        .filter(each -> each.holder() == holder)
        .mapToLong(each -> each.granted().modelCalls())
        .sum();
  }

  /** Answers what has left, and lets the rest come to its deadline. */
  private static void end(PipelineTester shop) {
    shop.transport.takeAll();
    shop.pass(LONG);
    shop.turn();
    shop.transport.takeAll();
  }

  @Test
  void ofManyRequestsNoMinuteHasMoreThanTheAccountAllows() {
    PipelineTester shop = startOneOf(PARTITIONS, shop(HERE, requests(100)));
    LimitedProvider provider = new LimitedProvider(shop, Integer.MAX_VALUE, 100, 1_500);
    request(shop, 0, 663);

    long tookMs = provider.serve(663, LONG);

    assertThat(provider.refused).isZero();
    assertThat(provider.served).isEqualTo(663);
    assertThat(provider.mostServedInAMinute).isBetween(90, 100);
    assertThat(Duration.ofMillis(tookMs)).isBetween(Duration.ofMinutes(6), Duration.ofMinutes(8));
    assertThat(Stream.generate(shop::takeResult).limit(663))
        .extracting(Result::getStatus)
        .containsOnly("completed");
  }

  @Test
  void whoWaitsAsksOnceForAllWhoWait() {
    PipelineTester shop = startOneOf(PARTITIONS, shop(ELSEWHERE, requests(100)));

    request(shop, 0, 5);
    shop.pass(Duration.ofSeconds(2));

    shop.transport.assertNothingLeft();
    List<LeaseMessage> asked = told(shop, true);
    assertThat(asked).as("those that came later ask later").hasSize(1);
    assertThat(asked.get(0).share().wants()).isEqualTo(calls(1));
    shop.tell(answer(Kind.GRANT, asked.get(0), calls(1)));
    assertThat(shop.transport.takeAll()).hasSize(1);
    assertThat(told(shop, true))
        .singleElement()
        .satisfies(next -> assertThat(next.share().wants()).isEqualTo(calls(5)));
    end(shop);
  }

  @Test
  void whoIsToldThatThereIsNoMoreWaitsForTheNextSlice() {
    PipelineTester shop = startOneOf(PARTITIONS, shop(ELSEWHERE, requests(100)));
    request(shop, 0, 3);
    shop.tell(answer(Kind.LAST, told(shop, true).get(0), calls(1)));
    assertThat(shop.transport.takeAll()).hasSize(1);

    shop.pass(SLICE.minusSeconds(1));
    assertThat(told(shop, true)).isEmpty();
    shop.pass(Duration.ofSeconds(1));
    shop.turn();

    LeaseMessage asked = told(shop, true).get(0);
    assertThat(asked.startMs()).isEqualTo(PipelineTester.START.plus(SLICE).toEpochMilli());
    assertThat(asked.share().wants()).as("the two, and one as before").isEqualTo(calls(3));
    end(shop);
  }

  @Test
  void otherProvidersGoOnMeanwhile() {
    PipelineTester shop = startOneOf(PARTITIONS, shop(ELSEWHERE, requests(100)));
    request(shop, 0, 1);

    shop.request("r", "other");

    shop.transport.answer(shop.transport.takeModel(), "So.");
    shop.turn();
    assertThat(shop.takeResult().getStatus()).isEqualTo("completed");
    end(shop);
  }

  @Test
  void aGrantIsForTheInstanceThatAskedAndNotForTheNext() {
    PipelineTester shop = startOneOf(PARTITIONS, shop(ELSEWHERE, requests(100)));
    request(shop, 0, 1);
    LeaseMessage before = told(shop, true).get(0);

    PipelineTester next = restart(shop, shop(ELSEWHERE, requests(100)));
    next.turn();
    next.tell(answer(Kind.GRANT, before, calls(10)));
    next.transport.assertNothingLeft();

    LeaseMessage again = told(next, true).get(0);
    assertThat(again.share().number()).isGreaterThan(before.share().number());
    next.tell(answer(Kind.GRANT, again, calls(1)));
    next.tell(answer(Kind.GRANT, again, calls(1)));
    assertThat(next.transport.takeAll()).hasSize(1);
    end(next);
  }

  @Test
  void whatWasGrantedBeforeACrashIsNotGrantedAgain() {
    PipelineTester shop = startOneOf(PARTITIONS, shop(HERE, requests(22)));
    request(shop, 0, 5);
    assertThat(shop.transport.takeAll()).hasSize(2);

    PipelineTester next = restart(shop, shop(HERE, requests(22)));
    next.turn();

    next.transport.assertNothingLeft();
    next.pass(SLICE);
    next.turn();
    assertThat(next.transport.takeAll()).hasSize(2);
    end(next);
  }

  @Test
  void theHomeSharesASliceOutAmongThoseWhoAsk() {
    PipelineTester shop = startOneOf(PARTITIONS, shop(HERE, requests(110)));

    assertThat(asks(shop, 1, 7, 8)).isEqualTo(8);
    assertThat(asks(shop, 2, 7, 8)).isEqualTo(2);
    assertThat(asks(shop, 2, 7, 8)).as("the same question").isZero();
    request(shop, 0, 1);

    shop.transport.assertNothingLeft();
    shop.pass(SLICE);
    shop.turn();
    assertThat(shop.transport.takeAll()).hasSize(1);
    end(shop);
  }

  @Test
  void tokensThatACallDidNotUseComeBackWithTheNextQuestion() {
    PipelineTester shop = startOneOf(PARTITIONS, shop(ELSEWHERE, tokens(100_000)));
    request(shop, 0, 1);
    LeaseMessage asked = told(shop, true).get(0);
    Amounts most = asked.share().lacks();
    shop.tell(answer(Kind.GRANT, asked, most));
    OutboundCall.ToModel call = shop.transport.takeModel();
    shop.pass(SLICE);
    shop.transport.answer(call, "So.", Usage.of(6, 4));
    shop.turn();
    shop.takeResult();

    request(shop, 1, 2);

    Map<Long, Amounts> unused = told(shop, true).get(0).unused();
    Amounts rest = new Amounts(0, most.tokens() - 10, 0, 0, 0, 0);
    assertThat(most.tokens()).isGreaterThan(10);
    assertThat(unused).isEqualTo(Map.of(asked.startMs(), rest));
    end(shop);
  }

  @Test
  void aCallThatIsLargerThanAMinuteNeverLeaves() {
    PipelineTester shop = startOneOf(PARTITIONS, shop(ELSEWHERE, tokens(90)));

    shop.request("r", "say");
    shop.turn();

    assertThat(shop.takeResult().toString()).contains("request_too_large");
    assertThat(told(shop, true)).isEmpty();
  }

  @Test
  void ofAProviderThatTheFileDoesNotNameAllIsGranted() {
    PipelineTester shop = startOneOf(PARTITIONS, shop(ELSEWHERE, requests(100)));
    Share share = Share.asks(1, 5, calls(1), calls(70));
    LeaseMessage stranger = new LeaseMessage(MinuteDesk.of(gone()), 0, Kind.TELL, share);

    shop.tell(stranger);

    assertThat(told(shop, false))
        .singleElement()
        .satisfies(answer -> assertThat(answer.share().granted()).isEqualTo(calls(70)));
  }

  private static String gone() {
    int i = 100;
    while (new Placement(PARTITIONS).home("provider/p" + i) != 0) {
      i++;
    }
    return "p" + i;
  }
}
