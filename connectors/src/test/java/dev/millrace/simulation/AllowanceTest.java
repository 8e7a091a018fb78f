// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.call.AccountStanding.Count;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.call.Outcome.Failed;
import dev.millrace.call.Outcome.Succeeded;
import dev.millrace.model.HttpModelClient;
import dev.millrace.model.HttpModelSettings;
import dev.millrace.model.Message.UserMessage;
import dev.millrace.model.ModelRequest;
import dev.millrace.model.ModelResponse;
import dev.millrace.model.chat.OpenAiChat;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the server refuses, and what our client makes of it. */
class AllowanceTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @Test
  void whatIsTooManyAtOnceIsRefusedAndSaysNothingOfAnAccount() throws Exception {
    Behaviour slow = Behaviour.INSTANT.withLatency(Distribution.constant(1_000), Distribution.ZERO);
    try (SimulatedModelServer server = start(new Allowance(1, Integer.MAX_VALUE), slow);
        HttpModelClient client = client(server)) {
      CompletableFuture<Outcome<ModelResponse>> first = client.send(request("first"));
      while (server.stats().inFlight() == 0) {
        Thread.onSpinWait();
      }

      Outcome<ModelResponse> second = client.send(request("second")).get(20, TimeUnit.SECONDS);

      assertThat(second)
          .isInstanceOfSatisfying(
              Failed.class,
              failed -> {
                assertThat(failed.failure().kind()).isEqualTo(FailureKind.RATE_LIMITED);
                assertThat(failed.failure().retryAfter()).isEqualTo(Duration.ofSeconds(1));
              });
      assertThat(second.account().isEmpty()).isTrue();
      assertThat(first.get(20, TimeUnit.SECONDS)).isInstanceOf(Succeeded.class);
      assertThat(client.send(request("third")).get(20, TimeUnit.SECONDS))
          .isInstanceOf(Succeeded.class);
      assertThat(server.stats().ended("refused_429")).isEqualTo(1);
    }
  }

  @Test
  void ofAMinuteItSaysWhatIsLeftAndRefusesWhatIsMore() throws Exception {
    Allowance two = new Allowance(Integer.MAX_VALUE, 2);
    try (SimulatedModelServer server = start(two, Behaviour.INSTANT);
        HttpModelClient client = client(server)) {
      for (long left = 1; left >= 0; left--) {
        Outcome<ModelResponse> served = client.send(request("served")).get(20, TimeUnit.SECONDS);
        assertThat(served).isInstanceOf(Succeeded.class);
        assertLeft(served, left);
      }

      Outcome<ModelResponse> third = client.send(request("third")).get(20, TimeUnit.SECONDS);

      assertThat(third).isInstanceOf(Failed.class);
      assertLeft(third, 0);
      assertThat(third.account().holds(1, 1)).isFalse();
    }
  }

  private static void assertLeft(Outcome<ModelResponse> outcome, long left) {
    Count requests = outcome.account().requests();
    assertThat(requests).isNotNull();
    assertThat(requests.limit()).isEqualTo(2);
    assertThat(requests.remaining()).isEqualTo(left);
    assertThat(requests.resetsAfter()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(61));
  }

  @Test
  void ofNothingThereIsNoAllowance() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Allowance(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Allowance(1, 0));
  }

  private static SimulatedModelServer start(Allowance allowance, Behaviour behaviour) {
    return SimulatedModelServer.start(
        SimulatedModelSettings.defaults().withAllowance(allowance).withBehaviour(behaviour));
  }

  private static HttpModelClient client(SimulatedModelServer server) {
    return new HttpModelClient(
        HttpModelSettings.of("simulated", server.apiUrl().toString(), () -> ""),
        new OpenAiChat(),
        InstantSource.system());
  }

  private static ModelRequest request(String id) {
    List<dev.millrace.model.Message> messages = List.of(new UserMessage("hello"));
    return new ModelRequest(id, "m", messages, List.of(), 16, null, null, LONG);
  }
}
