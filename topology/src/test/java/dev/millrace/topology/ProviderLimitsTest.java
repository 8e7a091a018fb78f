// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import static dev.millrace.topology.PipelineTester.ask;
import static dev.millrace.topology.Pipelines.model;
import static dev.millrace.topology.Pipelines.modelOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.AccountStanding;
import dev.millrace.call.AccountStanding.Count;
import dev.millrace.call.Outcome;
import dev.millrace.call.Timing;
import dev.millrace.call.Usage;
import dev.millrace.engine.OutboundCall;
import dev.millrace.model.ModelResponse;
import dev.millrace.model.ModelResponse.FinishReason;
import dev.millrace.pipeline.AccountLimits;
import dev.millrace.run.CallResult;
import dev.millrace.schemas.Request;
import dev.millrace.schemas.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a provider bears and an account allows, with {@code large} at another provider. */
class ProviderLimitsTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  @TempDir Path state;
  @TempDir Path otherState;
  private @Nullable PipelineTester pipeline;

  private PipelineTester start(AccountLimits limits) {
    pipeline = new PipelineTester(pipelines(limits), state);
    return pipeline;
  }

  private static Pipelines pipelines(AccountLimits limits) {
    return Pipelines.shop()
        .servedBy("large", "elsewhere")
        .retried("large", 4)
        .account("provider", limits)
        .maxInFlight(1_000)
        .deadline(LONG)
        .plan("say", "{{calls.a.text}}", model("a", "Say it."))
        .plan("large", "{{calls.a.text}}", modelOf("large", "a", "Say it."));
  }

  @AfterEach
  void everyRunLeavesNothingBehind() {
    if (pipeline != null) {
      pipeline.assertNothingIsLeftBehind();
      pipeline.close();
    }
  }

  @Test
  void aProviderThatTakesEightAtOnceIsUsedToTheFullWithFewRefusals() {
    PipelineTester shop = start(AccountLimits.NONE);
    LimitedProvider provider = new LimitedProvider(shop, 8, Integer.MAX_VALUE, 2_000);
    request(shop, 600, "large");
    assertThat(shop.transport.sent()).as("the first burst").hasSize(50);

    long tookMs = provider.serve(600, LONG);

    assertThat(provider.mostServedAtOnce).isEqualTo(8);
    assertThat(provider.refused).as("42 of the first burst, and probes").isBetween(42, 60);
    assertThat(tookMs).isLessThan(600 / 8 * 2_000 * 105 / 100);
    assertThat(takeResults(shop, 600)).extracting(Result::getStatus).containsOnly("completed");
  }

  @Test
  void ofManyRequestsNoMinuteHasMoreThanTheAccountAllows() {
    PipelineTester shop = start(new AccountLimits(100L, null));
    LimitedProvider provider = new LimitedProvider(shop, Integer.MAX_VALUE, 100, 1_500);
    request(shop, 663, "say");
    assertThat(shop.transport.sent()).hasSize(10);

    long tookMs = provider.serve(663, LONG);

    assertThat(provider.refused).isZero();
    assertThat(provider.served).isEqualTo(663);
    assertThat(provider.mostServedInAMinute).isBetween(90, 100);
    assertThat(Duration.ofMillis(tookMs)).isBetween(Duration.ofMinutes(6), Duration.ofMinutes(8));
    assertThat(takeResults(shop, 663)).extracting(Result::getStatus).containsOnly("completed");
  }

  @Test
  void otherProvidersGoOnWhileAnAccountIsWaitedFor() {
    PipelineTester shop = start(new AccountLimits(10L, null));
    request(shop, 5, "say");
    request(shop, 5, "large");

    assertThat(models(shop)).containsExactly("small", "large", "large", "large", "large", "large");

    shop.pass(Duration.ofSeconds(6));
    shop.turn();
    assertThat(shop.transport.takeAll()).as("the next is let go by the time").hasSize(1);
    cancel(shop);
  }

  @Test
  void theInteractiveGoBeforeTheBackground() {
    PipelineTester shop = start(new AccountLimits(10L, null));
    request(shop, 1, "say");
    Request background = ask("background", "say");
    background.setWorkloadClass("background");
    shop.request(background);
    shop.request("interactive", "say");

    for (String next : List.of("say0", "interactive", "background")) {
      OutboundCall.ToModel call = shop.transport.takeModel();
      shop.transport.assertNothingLeft();
      shop.transport.answer(call, "So.");
      shop.turn();
      assertThat(shop.takeResult().getRequestId()).isEqualTo(next);
      shop.pass(Duration.ofSeconds(6));
      shop.turn();
    }
  }

  @Test
  void aCallThatIsLargerThanAMinuteGoesElsewhereAtOnce() {
    PipelineTester shop = start(new AccountLimits(null, 90L));

    shop.request("r", "say");
    OutboundCall.ToModel call = shop.transport.takeModel();
    assertThat(call.model()).isEqualTo("large");
    shop.transport.answer(call, "So.");
    shop.turn();

    assertThat(shop.takeResult().getStatus()).isEqualTo("completed");
    assertThat(shop.transport.sent()).hasSize(1);
    assertThat(shop.calls())
        .first()
        .satisfies(
            record -> {
              assertThat(record.getTarget()).isEqualTo("small");
              assertThat(record.getOutcome()).isEqualTo("request_too_large");
            });
  }

  @Test
  void withoutAnotherModelACallThatIsLargerThanAMinuteFails() {
    pipeline =
        new PipelineTester(
            pipelines(AccountLimits.NONE).account("elsewhere", new AccountLimits(null, 90L)),
            state);

    pipeline.request("r", "large");
    pipeline.turn();

    Result result = pipeline.takeResult();
    assertThat(result.getStatus()).isEqualTo("failed");
    assertThat(result.toString()).contains("request_too_large");
    assertThat(pipeline.transport.sent()).isEmpty();
  }

  @Test
  void tokensThatACallDidNotUseAreThereForTheNext() {
    PipelineTester shop = start(new AccountLimits(null, 1_500L)); // 150 at once
    request(shop, 2, "say");
    OutboundCall.ToModel first = shop.transport.takeModel();
    shop.transport.assertNothingLeft();

    shop.transport.answer(first, "So.", Usage.of(10, 10));
    shop.turn();

    shop.transport.answer(shop.transport.takeModel(), "So.");
    shop.turn();
    takeResults(shop, 2);
  }

  @Test
  void whatAProviderSaysIsUsedUpIsWaitedFor() {
    PipelineTester shop = start(AccountLimits.NONE);
    request(shop, 1, "say");
    Count none = new Count(100L, 0, Duration.ofSeconds(20));
    end(
        shop,
        shop.transport.takeModel(),
        new AccountStanding(none, null, null, null, Duration.ZERO));
    request(shop, 4, "say"); // The first of them is known.
    shop.request("other", "large");
    shop.transport.answer(shop.transport.takeModel(), "So.");
    shop.transport.assertNothingLeft();

    shop.pass(Duration.ofSeconds(19));
    shop.turn();
    shop.transport.assertNothingLeft();
    shop.pass(Duration.ofSeconds(1));
    shop.turn();

    assertThat(models(shop)).containsExactly("small", "small", "small");
    cancel(shop);
  }

  @Test
  void whoWaitsForAnAccountWaitsAgainAfterARestart() {
    PipelineTester shop = start(new AccountLimits(10L, null));
    request(shop, 3, "say");
    assertThat(shop.transport.takeAll()).hasSize(1);

    PipelineTester next = shop.restart(pipelines(new AccountLimits(10L, null)), otherState);
    pipeline = next;
    next.turn();
    assertThat(next.transport.takeAll()).as("the first is made again").hasSize(1);
    next.pass(Duration.ofSeconds(7));
    next.turn();

    assertThat(next.transport.takeAll()).hasSize(1);
    cancel(next);
  }

  private static void request(PipelineTester shop, int requests, String route) {
    for (int i = 0; i < requests; i++) {
      shop.request(route + i, route);
    }
  }

  private static List<String> models(PipelineTester shop) {
    return shop.transport.takeAll().stream()
        .map(call -> ((OutboundCall.ToModel) call).model())
        .toList();
  }

  private static void end(
      PipelineTester shop, OutboundCall.ToModel call, AccountStanding standing) {
    ModelResponse response =
        new ModelResponse("So.", List.of(), FinishReason.STOP, call.request().model());
    CallResult answer = new CallResult.ModelAnswer(response);
    shop.transport.end(
        call, new Outcome.Succeeded<>(answer, Usage.of(10, 10), Timing.NONE, standing));
    shop.turn();
    assertThat(shop.takeResult().getStatus()).isEqualTo("completed");
  }

  private static List<Result> takeResults(PipelineTester shop, int results) {
    List<Result> taken = new ArrayList<>();
    for (int i = 0; i < results; i++) {
      taken.add(shop.takeResult());
    }
    return taken;
  }

  /** Whoever is left comes to its deadline, and its calls are called off. */
  private static void cancel(PipelineTester shop) {
    shop.pass(LONG);
    shop.turn();
  }
}
